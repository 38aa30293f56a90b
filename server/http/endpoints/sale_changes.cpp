// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/catalogue_write.h"
#include "http/endpoints/if_match.h"
#include "http/endpoints/sale_json.h"
#include "http/endpoints/sale_request.h"
#include "http/endpoints/sales.h"

namespace holdfast::http::sales {

namespace {

QByteArray saleJson(const SaleChanged &changed)
{
    JsonWriter json;
    beginSaleWithProducts(json, {changed.sale, changed.products}, changed.decidedAt);
    return json.key("affected_holds").number(changed.holds).endObject().take();
}

Response changedResponse(const SaleChanged &changed)
{
    return Response::okJson(saleJson(changed)).withHeader("ETag", entityTag(changed.sale.version));
}

Response createdResponse(const SaleChanged &changed)
{
    return Response::createdJson(saleJson(changed))
        .withHeader("ETag", entityTag(changed.sale.version))
        .withHeader("Location", "/api/v1/sales/" + QByteArray::number(changed.sale.id.number()));
}

/// `act` (Connection &, const Wanted &, const QString &sender → SaleOutcome).
template <typename Wanted, typename Act>
void change(const Call &call, Reply reply, std::expected<Wanted, Refusal> wanted, Act act,
            Response (*render)(const SaleChanged &) = changedResponse)
{
    if (!wanted)
        return reply.refuse(std::move(wanted.error()));

    auto work = [act, wanted = *std::move(wanted), sender = call.api.settings.serverName](
                    Connection &connection) { return act(connection, wanted, sender); };
    writeCatalogue(call, std::move(reply), std::move(work), render);
}

SaleOutcome pauseAs(Connection &connection, const PauseRequest &wanted, const QString &sender)
{
    const auto clocks = wanted.freezesHolds ? HoldClocks::StandStill : HoldClocks::Run;
    return pauseSale(connection, wanted.sale, clocks, sender);
}

SaleOutcome extendTo(Connection &connection, const ExtensionRequest &wanted, const QString &sender)
{
    return std::visit([&](auto end) { return extendSale(connection, wanted.sale, end, sender); }, wanted.end);
}

SaleOutcome edit(Connection &connection, const SaleEditRequest &wanted, const QString &sender)
{
    return editSale(connection, wanted.sale, wanted.edit, sender);
}

} // namespace

void create(const Call &call, Reply reply)
{
    change(call, std::move(reply), readNewSale(call.request), createSale, createdResponse);
}

void modify(const Call &call, Reply reply)
{
    change(call, std::move(reply), readSaleEdit(call.request), edit);
}

void start(const Call &call, Reply reply)
{
    change(call, std::move(reply), readSaleAct(call.request), startSale);
}

void pause(const Call &call, Reply reply)
{
    change(call, std::move(reply), readPause(call.request), pauseAs);
}

void resume(const Call &call, Reply reply)
{
    change(call, std::move(reply), readSaleAct(call.request), resumeSale);
}

void extend(const Call &call, Reply reply)
{
    change(call, std::move(reply), readExtension(call.request), extendTo);
}

void end(const Call &call, Reply reply)
{
    change(call, std::move(reply), readSaleAct(call.request), endSale);
}

void cancel(const Call &call, Reply reply)
{
    change(call, std::move(reply), readSaleAct(call.request), cancelSale);
}

} // namespace holdfast::http::sales
