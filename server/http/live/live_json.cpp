// SPDX-License-Identifier: GPL-3.0-only
#include "http/live/live_json.h"

#include "http/endpoints/resource_json.h"
#include "http/endpoints/sale_json.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

void writeStockFields(JsonWriter &json, const StockState &stock)
{
    json.key("product_id").number(stock.product.number());
    json.key("total_stock").number(stock.level.total).key("available_stock").number(stock.level.available);
    json.key("reserved_stock").number(stock.level.reserved).key("sold_stock").number(stock.level.sold);
    json.key("stock_version").number(stock.stockVersion);
}

QByteArray activity(const ActivityUpdated &news, bool isMasked)
{
    JsonWriter json;
    json.beginObject().key("product_id").number(news.product.number());
    json.key("latest_purchasers").beginArray();
    for (const auto &purchase : news.latest) {
        json.beginObject();
        json.key("username").text(isMasked ? maskedName(purchase.username) : purchase.username);
        json.key("quantity").number(purchase.quantity);
        json.key("purchased_at").moment(purchase.purchasedAt).endObject();
    }
    return json.endArray().endObject().take();
}

/// The data of each kind of news, and its type.
class Writer final
{
public:
    explicit Writer(Instant now)
        : m_now(now)
    {
    }

    QByteArray operator()(const StockUpdated &news)
    {
        type = "stock_updated"_L1;
        m_json.beginObject();
        writeStockFields(m_json, news.stock);
        return m_json.endObject().take();
    }
    QByteArray operator()(const ActivityUpdated &news)
    {
        type = "activity_updated"_L1;
        return activity(news, true);
    }
    QByteArray operator()(const SaleUpdated &news)
    {
        type = "sale_updated"_L1;
        writeSale(m_json, {news.sale, news.products}, m_now);
        return m_json.take();
    }
    QByteArray operator()(const DropCreated &news)
    {
        type = "drop_created"_L1;
        writeDrop(m_json, news.product, news.sale, {}, true, m_now);
        return m_json.take();
    }
    QByteArray operator()(const HoldNews &news)
    {
        using enum HoldNews::What;
        type = news.what == Created ? "reservation_created"_L1
            : news.what == Expired  ? "reservation_expired"_L1
                                    : "reservation_cancelled"_L1;
        writeReservation(m_json, news.reservation, m_now);
        return m_json.take();
    }
    QByteArray operator()(const PurchaseCompleted &news)
    {
        type = "purchase_completed"_L1;
        const auto &purchase = news.purchase;
        m_json.beginObject().key("order_id").id(purchase.order);
        m_json.key("reservation_id").id(purchase.reservation);
        m_json.key("product_id").number(purchase.product.number());
        m_json.key("user_id").id(purchase.user).key("username").text(purchase.username);
        m_json.key("quantity").number(purchase.quantity).key("amount").amount(purchase.amount);
        return m_json.key("purchased_at").moment(purchase.purchasedAt).endObject().take();
    }

    QLatin1StringView type;

private:
    const Instant m_now;
    JsonWriter m_json;
};

LiveMessage::Kind kindOf(const LiveNews &news)
{
    if (std::holds_alternative<StockUpdated>(news))
        return LiveMessage::Kind::Stock;
    return std::holds_alternative<ActivityUpdated>(news) ? LiveMessage::Kind::Activity
                                                         : LiveMessage::Kind::Event;
}

} // namespace

QString writeLiveAnswer(qint64 sequence, Instant now, QLatin1StringView type, const QByteArray &data)
{
    JsonWriter json(JsonWriter::usualSize + data.size());
    json.beginObject().key("v").number(1).key("seq").number(sequence).key("ts").moment(now);
    json.key("type").text(type).key("data").raw(data).endObject();
    return QString::fromUtf8(json.take());
}

QString writeLiveRefusal(qint64 sequence, Instant now, const Refusal &refusal)
{
    JsonWriter json;
    json.beginObject().key("code").text(errorName(refusal.code)).key("message").text(refusal.message);
    json.key("details").value(refusal.details).endObject();
    return writeLiveAnswer(sequence, now, "error"_L1, json.take());
}

SharedLiveMessage writeLiveNews(qint64 sequence, const LiveNews &news, Instant now)
{
    Writer writer(now);
    const auto data = std::visit(writer, news);
    LiveMessage message{sequence, kindOf(news), audienceOf(news),
                        writeLiveAnswer(sequence, now, writer.type, data)};
    if (const auto *names = std::get_if<ActivityUpdated>(&news))
        message.staffText = writeLiveAnswer(sequence, now, writer.type, activity(*names, false));
    return std::make_shared<const LiveMessage>(std::move(message));
}

SharedLiveMessage writeLiveSnapshot(qint64 sequence, const LiveState &state, const LiveFilter &filter,
                                    Instant now)
{
    JsonWriter json;
    json.beginObject().key("products").beginArray();
    for (const auto &[id, product] : state.products()) {
        if (!filter.wants(id))
            continue;
        json.beginObject();
        writeStockFields(json, {id, product.stock, product.stockVersion});
        json.key("name").text(product.name).key("sale_id");
        if (product.sale)
            json.number(product.sale->number());
        else
            json.null();
        json.endObject();
    }
    json.endArray().key("sales").beginArray();
    for (const auto &[id, sale] : state.sales())
        writeSale(json, {sale, state.productsOf(id)}, now);
    const auto data = json.endArray().endObject().take();
    return std::make_shared<const LiveMessage>(
        LiveMessage{.sequence = sequence,
                    .kind = LiveMessage::Kind::Snapshot,
                    .audience = {},
                    .text = writeLiveAnswer(sequence, now, "snapshot"_L1, data)});
}

} // namespace holdfast::http
