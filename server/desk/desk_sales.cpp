// SPDX-License-Identifier: GPL-3.0-only
// What the operator does with sales; the rest of the desk stands in desk.cpp.
#include "desk/catalogue_change.h"
#include "desk/desk.h"
#include "stock/sales.h"

namespace holdfast {

/// `sale` is the one acted on; nothing for a new one. `act` (Connection &, const QString &sender →
/// SaleOutcome).
template <typename SomeAct>
void Desk::actOnSale(SaleAct kind, std::optional<SaleId> sale, SomeAct act)
{
    auto named = [act = std::move(act), sender = m_surroundings.serverName](Connection &connection) {
        return act(connection, sender);
    };
    changeCatalogue(std::move(named), [this, kind, sale](const Outcome<SaleChanged> &outcome) {
        if (outcome)
            emit saleActed({kind, outcome->sale, outcome->holds, std::nullopt});
        else
            tellRefused(kind, sale, outcome.error());
    });
}

// Together with the sale as it is now, so that whoever was refused sees what he did not know.
void Desk::tellRefused(SaleAct kind, std::optional<SaleId> sale, const Refusal &refusal)
{
    if (!sale)
        return emit saleActed({kind, std::nullopt, 0, refusal});
    using Found = std::expected<std::optional<SaleEntry>, SqlError>;
    m_database.read([id = *sale](Connection &connection) { return readSale(connection, id); },
                    [this, kind, refusal](const Found &found) {
                        const bool isFound = found && *found;
                        const auto now = isFound ? std::optional((*found)->sale) : std::nullopt;
                        QMetaObject::invokeMethod(
                            this,
                            [this, kind, refusal, now] {
                                emit saleActed({kind, now, 0, refusal});
                            },
                            Qt::QueuedConnection);
                    });
}

void Desk::createSale(const NewSale &sale)
{
    actOnSale(SaleAct::Create, std::nullopt, [sale](Connection &connection, const QString &sender) {
        return holdfast::createSale(connection, sale, sender);
    });
}

void Desk::editSale(SaleId sale, const SaleEdit &edit)
{
    actOnSale(SaleAct::Edit, sale, [sale, edit](Connection &connection, const QString &sender) {
        return holdfast::editSale(connection, sale, edit, sender);
    });
}

void Desk::moveProducts(SaleId sale, const QList<ProductId> &products)
{
    editSale(sale, {.products = std::vector(products.begin(), products.end())});
}

void Desk::startSale(SaleId sale)
{
    actOnSale(SaleAct::Start, sale, [sale](Connection &connection, const QString &sender) {
        return holdfast::startSale(connection, sale, sender);
    });
}

void Desk::pauseSale(SaleId sale, bool freezeHolds)
{
    const auto clocks = freezeHolds ? HoldClocks::StandStill : HoldClocks::Run;
    actOnSale(SaleAct::Pause, sale, [sale, clocks](Connection &connection, const QString &sender) {
        return holdfast::pauseSale(connection, sale, clocks, sender);
    });
}

void Desk::resumeSale(SaleId sale)
{
    actOnSale(SaleAct::Resume, sale, [sale](Connection &connection, const QString &sender) {
        return holdfast::resumeSale(connection, sale, sender);
    });
}

void Desk::extendSale(SaleId sale, Instant newEnd)
{
    actOnSale(SaleAct::Extend, sale, [sale, newEnd](Connection &connection, const QString &sender) {
        return holdfast::extendSale(connection, sale, newEnd, sender);
    });
}

void Desk::endSale(SaleId sale)
{
    actOnSale(SaleAct::End, sale, [sale](Connection &connection, const QString &sender) {
        return holdfast::endSale(connection, sale, sender);
    });
}

void Desk::cancelSale(SaleId sale)
{
    actOnSale(SaleAct::Cancel, sale, [sale](Connection &connection, const QString &sender) {
        return holdfast::cancelSale(connection, sale, sender);
    });
}

} // namespace holdfast
