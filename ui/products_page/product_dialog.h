// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/products_page/answered_dialog.h"
#include "ui/products_page/product_input.h"

class QGridLayout;

namespace holdfast {

class FormField;

/// What a new product starts with, and what the catalogue knows to suggest.
struct ProductDefaults
{
    QString currency;
    int holdSeconds = 0;
    QStringList categories;
};

/// Creates or edits a product. Faults stand at their fields. When somebody else edited the product meanwhile,
/// theirs is taken in and shown, what was entered here stays, and saving again saves it over theirs.
class ProductDialog final : public AnsweredDialog
{
    Q_OBJECT

public:
    /// Without a product, to create one.
    ProductDialog(const std::optional<Product> &product, const ProductDefaults &defaults, QWidget *parent);

    /// What was edited, as it was before; nothing while creating.
    const std::optional<Product> &base() const { return m_base; }
    void showRefusal(const ProductActResult &result);

signals:
    void createRequested(const holdfast::NewProduct &product);
    /// `version` is the product's that the operator saw.
    void editRequested(holdfast::ProductId product, const holdfast::ProductEdit &edit, qint64 version);

private:
    Step ask() override;
    void addFields(const ProductDefaults &defaults);
    FormField *addField(ProductField field, const QString &label, QGridLayout *grid, int row, int column,
                        int span);
    void fill(const ProductTexts &texts);
    ProductTexts texts() const;
    bool showFaults(const ProductFaults &faults);
    void takeIn(const Product &theirs);
    void showReasonIfNeeded();
    void showHoldTime();

    std::optional<Product> m_base;
    QMap<ProductField, FormField *> m_fields;
};

} // namespace holdfast
