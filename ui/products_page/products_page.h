// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/product_edit.h"
#include "domain/quantity.h"
#include "live/change_feed.h"
#include "ui/feed/catalogue.h"
#include "ui/feed/situation.h"

#include <QPointer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedLayout;
class QTableView;

namespace holdfast {

class AnsweredDialog;
class EmptyState;
class MovementsModel;
class Panel;
class ProductCellDelegate;
class ProductDialog;
class ProductFilter;
class ProductsModel;
class UndoBar;
struct ProductDefaults;

/// The catalogue: the operator searches, creates, edits, restocks and archives products, and sees why the
/// stock of one is what it is. What became of an act comes back through showResult(), and is undone where
/// there is a way back; what the catalogue says comes through the feed.
class ProductsPage final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive the page.
    ProductsPage(const Catalogue &catalogue, const QHash<SaleId, Sale> &sales, QWidget *parent = nullptr);

    /// Keeps what changed; cheap, also while hidden.
    void gather(const GatheredChanges &gathered, const CatalogueChanges &products);
    /// Shows what was gathered. Called on the beat while the page is in sight.
    void apply(const Situation &situation);
    /// Called each second while the page is in sight.
    void tick();
    void showResult(const ProductActResult &result);
    /// Newest first.
    void showMovements(ProductId product, const QList<StockMovement> &movements);
    void showMovementsUnread(ProductId product, const QString &reason);

public slots:
    void focusFilter();
    // Each asks, then emits the request. All but the first do nothing without a selected product.
    void askCreate();
    void askEdit();
    void askRestock();
    void askArchive();

signals:
    void createRequested(const holdfast::NewProduct &product);
    /// `version` is the one that the operator saw.
    void editRequested(holdfast::ProductId product, const holdfast::ProductEdit &edit, qint64 version);
    void restockRequested(holdfast::ProductId product, holdfast::Quantity quantity, const QString &reason);
    void archiveRequested(holdfast::ProductId product);
    /// Undoes archiveRequested().
    void restoreRequested(holdfast::ProductId product);
    void movementsRequested(holdfast::ProductId product);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeToolRow();
    QWidget *makeRows();
    QWidget *makeHistory();
    QPushButton *makeButton(const QString &name, const QString &text, const QString &tip,
                            void (ProductsPage::*ask)());
    void addShortcuts();
    void fitToFont();
    void applyFilter();
    void refreshCategories();
    void showSelection();
    void showCounts();
    void showAdvice(const Situation &situation);
    void showRowsOrEmpty();
    void showFault(const QString &reason);
    void watchMovements();
    void selectCreated();
    void open(ProductDialog *dialog);
    void tellDone(const ProductActResult &result, const Product &product);
    void offerToUndoEdit(const Product &product);
    void undoEdit(ProductId product, qint64 version, const ProductEdit &edit, const Product &before);
    /// The selected product, while it is in the catalogue.
    const Product *selected() const;
    ProductDefaults defaults() const;

    const Catalogue &m_catalogue;
    ProductsModel *m_model;
    ProductFilter *m_filter;
    MovementsModel *m_movements;
    ProductCellDelegate *m_delegate;
    QLabel *m_status;
    QLineEdit *m_filterText;
    QComboBox *m_filterCategory;
    QPushButton *m_create;
    QPushButton *m_edit;
    QPushButton *m_restock;
    QPushButton *m_archive;
    QTableView *m_table;
    EmptyState *m_empty;
    EmptyState *m_noMatch;
    QStackedLayout *m_stack;
    UndoBar *m_undo;
    Panel *m_history;
    QTableView *m_movementsTable;
    QLabel *m_movementsRemark;
    QStackedLayout *m_movementsStack;
    /// Open, and perhaps waiting for its answer.
    QPointer<AnsweredDialog> m_dialog;
    QString m_fault;
    /// The edit that was asked for last, and the product before it.
    struct AskedEdit
    {
        ProductEdit edit;
        Product before;
    };
    std::optional<AskedEdit> m_askedEdit;
    /// Whose movements are shown, and its total when they were asked for.
    struct Watched
    {
        ProductId product;
        int total = 0;
        bool isRead = false;
    };
    std::optional<Watched> m_watched;
    /// To be selected as soon as the feed brings it.
    std::optional<ProductId> m_created;
    bool m_isEdited = false;
    int m_ticks = 0;
};

} // namespace holdfast
