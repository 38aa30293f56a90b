// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

namespace holdfast::http {

/// What the answer calls the product: a drop is a product under the name of its sale.
enum class ProductForm { Product, Drop };

/// The refusal in the words of the form.
inline Refusal inForm(ProductForm form, const Refusal &refusal)
{
    const bool isMissingDrop = form == ProductForm::Drop && refusal.code == ErrorCode::ProductNotFound;
    auto said = isMissingDrop ? Refusal::of(ErrorCode::DropNotFound) : refusal;
    said.isReplay = refusal.isReplay;
    return said;
}

} // namespace holdfast::http
