// SPDX-License-Identifier: GPL-3.0-only
#pragma once

namespace holdfast::test {

class Camera;

/// The Sales page: waiting, empty, with sales in every phase, its dialogs, paused, refused; and frozen holds.
void takeSalePictures(const Camera &camera);

/// The Orders page: waiting, empty, full with one selected, without a database.
void takeOrderPictures(const Camera &camera);

} // namespace holdfast::test
