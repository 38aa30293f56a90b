// SPDX-License-Identifier: GPL-3.0-only
// What the operator does with products; the rest of the desk stands in desk.cpp.
#include "desk/catalogue_change.h"
#include "desk/desk.h"
#include "desk/operators_act.h"
#include "stock/catalogue.h"
#include "stock/product_acts.h"

#include <QLoggingCategory>

namespace holdfast {

namespace {

Q_LOGGING_CATEGORY(logDesk, "holdfast.desk")

} // namespace

// The log gets the cause, people what it means for them.
Refusal Desk::refusalOf(const SqlError &error)
{
    qCWarning(logDesk, "The catalogue was not changed: %s", qUtf8Printable(error.text));
    const QString reason = error.kind == SqlError::Kind::ConnectionLost
        ? tr("The connection to the database broke: look whether it was done")
        : tr("The database did not answer; nothing was changed");
    return {ErrorCode::DbUnavailable, reason, {}};
}

void Desk::show(const CatalogueNews &news)
{
    tellNews(news, m_surroundings.clock, m_surroundings.board, m_surroundings.publish);
}

/// `product` is the one acted on; nothing for a new one.
template <typename SomeAct>
void Desk::actOnProduct(ProductAct kind, std::optional<ProductId> product, SomeAct act)
{
    changeCatalogue(std::move(act), [this, kind, product](const Outcome<ProductChanged> &outcome) {
        if (outcome)
            emit productActed({kind, outcome->product, std::nullopt});
        else
            tellRefused(kind, product, outcome.error());
    });
}

// Together with the product as it is now, so that whoever was refused sees what he did not know.
void Desk::tellRefused(ProductAct kind, std::optional<ProductId> product, const Refusal &refusal)
{
    if (!product)
        return emit productActed({kind, std::nullopt, refusal});
    using Found = std::expected<std::optional<Product>, SqlError>;
    m_database.read([id = *product](Connection &connection) { return readProduct(connection, id); },
                    [this, kind, refusal](const Found &found) {
                        const auto now = found.value_or(std::nullopt);
                        QMetaObject::invokeMethod(
                            this,
                            [this, kind, refusal, now] {
                                emit productActed({kind, now, refusal});
                            },
                            Qt::QueuedConnection);
                    });
}

void Desk::createProduct(const NewProduct &product)
{
    actOnProduct(ProductAct::Create, std::nullopt,
                 [product, sender = m_surroundings.serverName](Connection &connection) {
                     return addProduct(connection, product, sender);
                 });
}

void Desk::editProduct(ProductId product, const ProductEdit &edit, qint64 version)
{
    actOnProduct(ProductAct::Edit, product,
                 [product, edit, version, sender = m_surroundings.serverName](Connection &connection) {
                     return holdfast::editProduct(connection, product, edit, std::vector{version},
                                                  std::nullopt, sender);
                 });
}

void Desk::archiveProduct(ProductId product)
{
    actOnProduct(ProductAct::Archive, product,
                 [product, sender = m_surroundings.serverName](Connection &connection) {
                     return holdfast::archiveProduct(connection, product, std::nullopt, sender);
                 });
}

void Desk::restoreProduct(ProductId product)
{
    actOnProduct(ProductAct::Restore, product,
                 [product, sender = m_surroundings.serverName](Connection &connection) {
                     return holdfast::restoreProduct(connection, product, sender);
                 });
}

void Desk::restockProduct(ProductId product, Quantity quantity, const QString &reason)
{
    const Restock restock{product, quantity, reason, std::nullopt, operatorsAct()};
    m_lanes.post(restock, [this, product](const OutcomeOf<Restock> &outcome) {
        QMetaObject::invokeMethod(
            this,
            [this, product, outcome] {
                if (!outcome)
                    return tellRefused(ProductAct::Restock, product, outcome.error());
                const auto entry = m_surroundings.board.find(product);
                emit productActed({ProductAct::Restock, entry ? std::optional(entry->product) : std::nullopt,
                                   std::nullopt});
            },
            Qt::QueuedConnection);
    });
}

void Desk::requestMovements(ProductId product)
{
    m_database.read(
        [product](Connection &connection) { return readMovements(connection, product, movementsMax); },
        [this, product](std::expected<std::vector<StockMovement>, SqlError> movements) {
            QMetaObject::invokeMethod(
                this,
                [this, product, movements = std::move(movements)] {
                    if (movements)
                        return emit movementsRead(product,
                                                  QList<StockMovement>(movements->begin(), movements->end()));
                    qCWarning(logDesk, "Movements were not read: %s", qUtf8Printable(movements.error().text));
                    emit movementsUnread(product, tr("The database did not answer"));
                },
                Qt::QueuedConnection);
        });
}

} // namespace holdfast
