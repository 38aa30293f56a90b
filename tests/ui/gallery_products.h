// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast::test {

class Camera;

/// The Products page: empty, full, with its dialogs, refused, small and without a database.
void takeProductPictures(const Camera &camera);

} // namespace holdfast::test
