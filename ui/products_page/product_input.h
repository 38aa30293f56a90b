// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product_edit.h"

#include <QMap>

#include <array>
#include <expected>

namespace holdfast {

/// What an operator enters of a product, a field each.
enum class ProductField {
    Name,
    Category,
    Price,
    Currency,
    TotalStock,
    PerUserLimit,
    HoldSeconds,
    Description,
    /// Why the stock of an existing product is adjusted.
    Reason,
};

constexpr int productFieldCount = static_cast<int>(ProductField::Reason) + 1;

/// What stands in the fields.
class ProductTexts final
{
public:
    QString &operator[](ProductField field) { return m_texts[static_cast<size_t>(field)]; }
    const QString &operator[](ProductField field) const { return m_texts[static_cast<size_t>(field)]; }
    bool operator==(const ProductTexts &) const = default;

private:
    std::array<QString, productFieldCount> m_texts;
};

/// What is wrong, for people, by field.
using ProductFaults = QMap<ProductField, QString>;

/// The product as fields show it; the reason is empty.
ProductTexts textsOf(const Product &product);

/// Every fault at once. Numbers are read as the operator's locale writes them, and with a point.
std::expected<NewProduct, ProductFaults> newProductOf(const ProductTexts &texts);

/// What is wrong with `wanted` as an edit of `base`: stock below what is held and sold, an adjustment without
/// its reason.
ProductFaults faultsOfEdit(const Product &base, const NewProduct &wanted, const QString &reason);

/// Only what `wanted` makes different from `base`.
ProductEdit editOf(const Product &base, const NewProduct &wanted, const QString &reason);

/// What gives `before` back where `edit` changed it, in a product whose total is now `total`.
ProductEdit inverseOf(const ProductEdit &edit, const Product &before, int total, const QString &reason);

} // namespace holdfast
