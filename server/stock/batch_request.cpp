// SPDX-License-Identifier: GPL-3.0-only
#include "stock/batch_request.h"

#include "database/sql_array.h"

#include <QJsonDocument>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

using enum BatchLine::Kind;

BatchRequest::BatchRequest(std::span<const PendingCommand> commands)
{
    m_lines.reserve(commands.size());
    m_firstLines.reserve(commands.size());
    for (const auto &command : commands) {
        m_firstLines.push_back(m_lines.size());
        std::visit([this](const auto &pending) { addCommand(pending.command); }, command.pending);
        if (command.idempotency)
            addKey(*command.idempotency);
        ++m_ordinal;
    }
}

// To every line of the command just added.
void BatchRequest::addKey(const IdempotencyKey &idempotency)
{
    for (auto line = m_lines.begin() + static_cast<qsizetype>(m_firstLines.back()); line != m_lines.end();
         ++line) {
        line->key = idempotency.key;
        line->request = idempotency.request;
    }
}

void BatchRequest::addAct(const std::optional<StaffAct> &act)
{
    if (!act)
        return;
    const auto actor = act->actor ? QJsonValue(act->actor->toString(QUuid::WithoutBraces)) : QJsonValue();
    m_acts.insert(
        QString::number(m_ordinal),
        QJsonObject{{u"role"_s, act->role}, {u"actor"_s, actor}, {u"request_id"_s, act->requestId}});
}

UserId BatchRequest::idOf(const Customer &customer)
{
    if (customer.isKnown)
        return customer.id;
    const auto known = m_newCustomers.constFind(customer.username);
    return known != m_newCustomers.cend() ? *known : *m_newCustomers.insert(customer.username, customer.id);
}

BatchWay BatchRequest::fastestWay() const
{
    if (!m_mayGoTogether)
        return BatchWay::OneByOne;
    return m_mayGoDirectly ? BatchWay::Directly : BatchWay::Together;
}

bool BatchRequest::isFirstOf(UserId user, ProductId product)
{
    const auto namedBefore = m_named.size();
    m_named.insert({user, product});
    return m_named.size() > namedBefore;
}

void BatchRequest::addHold(BatchLine &line, const HoldReference &hold, const std::optional<Customer> &owner)
{
    if (const auto *byId = std::get_if<HoldById>(&hold))
        line.reservation = byId->reservation;
    else
        line.product = std::get<HoldByProduct>(hold).product;
    if (owner)
        line.user = idOf(*owner);
    goDirectlyOnly(line.product && owner && owner->isKnown && isFirstOf(*line.user, *line.product));
    m_lines.push_back(std::move(line));
}

void BatchRequest::addCommand(const Reserve &reserve)
{
    const UserId user = idOf(reserve.customer);
    goTogetherOnly(reserve.lines.size() == 1 && isKindOfAll(ReserveKind));
    for (const auto &wanted : reserve.lines) {
        goTogetherOnly(isFirstOf(user, wanted.product));
        m_lines.push_back({.kind = ReserveKind,
                           .ordinal = m_ordinal,
                           .product = wanted.product,
                           .reservation = ReservationId::make(),
                           .user = user,
                           .quantity = wanted.quantity});
    }
}

void BatchRequest::addCommand(const CheckOut &checkOut)
{
    BatchLine line{
        .kind = CheckOutKind, .ordinal = m_ordinal, .quantity = checkOut.quantity, .order = OrderId::make()};
    if (checkOut.totalAmount)
        line.number = checkOut.totalAmount->minorUnits();
    goTogetherOnly(isKindOfAll(CheckOutKind) && !checkOut.act);
    addHold(line, checkOut.hold, checkOut.owner);
    addAct(checkOut.act);
}

void BatchRequest::addCommand(const Cancel &cancel)
{
    BatchLine line{
        .kind = CancelKind, .ordinal = m_ordinal, .byOperator = cancel.byOperator, .reason = cancel.reason};
    goTogetherOnly(isKindOfAll(CancelKind) && !cancel.byOperator && !cancel.act);
    addHold(line, cancel.hold, cancel.owner);
    addAct(cancel.act);
}

void BatchRequest::addCommand(const Extend &extend)
{
    BatchLine line{
        .kind = ExtendKind, .ordinal = m_ordinal, .number = extend.seconds, .byOperator = extend.byOperator};
    goTogetherOnly(false);
    addHold(line, extend.hold, extend.owner);
    addAct(extend.act);
}

void BatchRequest::addCommand(const Restock &restock)
{
    goTogetherOnly(false);
    m_lines.push_back({.kind = RestockKind,
                       .ordinal = m_ordinal,
                       .product = restock.product,
                       .user = restock.actor,
                       .quantity = restock.quantity,
                       .reason = restock.reason});
    addAct(restock.act);
}

void BatchRequest::addCommand(const BuyNow &buyNow)
{
    goTogetherOnly(false);
    m_lines.push_back({.kind = BuyNowKind,
                       .ordinal = m_ordinal,
                       .product = buyNow.product,
                       .reservation = ReservationId::make(),
                       .user = idOf(buyNow.customer),
                       .quantity = buyNow.quantity,
                       .order = OrderId::make(),
                       .number = buyNow.sale.transform(&SaleId::number)});
}

// An empty cart has one line without a product, which carries the command's key.
void BatchRequest::addCommand(const PlaceOrder &placeOrder)
{
    goTogetherOnly(false);
    BatchLine line{.kind = PlaceOrderKind,
                   .ordinal = m_ordinal,
                   .user = idOf(placeOrder.customer),
                   .order = OrderId::make(),
                   .number = placeOrder.cartVersion};
    for (const auto &wanted : placeOrder.lines) {
        line.product = wanted.product;
        line.reservation = ReservationId::make();
        line.quantity = wanted.quantity;
        m_lines.push_back(line);
    }
    if (placeOrder.lines.empty())
        m_lines.push_back(line);
}

void BatchRequest::addCommand(const ExpireDue &)
{
    Q_ASSERT_X(false, "BatchRequest", "the sweep is a call of its own");
}

template <typename Projection>
QString BatchRequest::column(Projection projection) const
{
    using Value = std::remove_cvref_t<std::invoke_result_t<Projection, const BatchLine &>>;
    SqlArray array(static_cast<qsizetype>(m_lines.size()), usualCharacters<Value>);
    for (const auto &line : m_lines)
        array.add(std::invoke(projection, line));
    return array.take();
}

template <typename Projection>
SqlArgument BatchRequest::sparseColumn(Projection projection) const
{
    const auto isGiven = [](const auto &value) { return value.has_value(); };
    return std::ranges::any_of(m_lines, isGiven, projection) ? SqlArgument(column(projection)) : nullptr;
}

std::expected<std::vector<StockEvent>, SqlError> BatchRequest::call(Connection &connection, BatchWay way,
                                                                    bool looking, const QString &sender) const
{
    return way == BatchWay::Directly ? directEndings().call(connection, sender)
                                     : callBatch(connection, way, looking, sender);
}

DirectEndings BatchRequest::directEndings() const
{
    using enum DirectEndings::Kind;
    return {m_lines.front().kind == CheckOutKind ? CheckOut : Cancel, m_lines};
}

std::expected<std::vector<StockEvent>, SqlError>
BatchRequest::callBatch(Connection &connection, BatchWay way, bool looking, const QString &sender) const
{
    const auto byOperator = [](const BatchLine &line) {
        return line.byOperator ? std::optional(u"t"_s) : std::nullopt;
    };
    const auto reason = [](const BatchLine &line) {
        return line.reason.isEmpty() ? std::nullopt : std::optional(line.reason);
    };
    SqlArray names;
    SqlArray ids;
    for (const auto &[name, id] : m_newCustomers.asKeyValueRange()) {
        names.add(name);
        ids.add(id);
    }
    const auto acts = [this]() -> SqlArgument {
        if (m_acts.isEmpty())
            return nullptr;
        return QString::fromUtf8(QJsonDocument(m_acts).toJson(QJsonDocument::Compact));
    };
    auto rows = connection.call(
        "stock_batch"_L1,
        {way == BatchWay::Together, looking, column(&BatchLine::kind), column(&BatchLine::ordinal),
         column(&BatchLine::product), column(&BatchLine::reservation), column(&BatchLine::user),
         sparseColumn(&BatchLine::quantity), sparseColumn(&BatchLine::order),
         sparseColumn(&BatchLine::number), sparseColumn(byOperator), sparseColumn(reason), names.take(),
         ids.take(), sparseColumn(&BatchLine::key), sparseColumn(&BatchLine::request), acts(),
         sender.isEmpty() ? SqlArgument(nullptr) : SqlArgument(sender)});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    return readStockEvents(*rows);
}

} // namespace holdfast
