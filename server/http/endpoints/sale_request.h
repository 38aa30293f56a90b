// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/sale_edit.h"
#include "http/endpoints/endpoint.h"

#include <variant>

namespace holdfast::http {

/// POST /sales.
std::expected<NewSale, Refusal> readNewSale(const Request &request);
/// POST /drops: a product's fields and the window.
std::expected<NewDrop, Refusal> readNewDrop(const Call &call);

struct SaleEditRequest
{
    SaleId sale;
    SaleEdit edit;
};
/// PATCH /sales/{id}: what the body names; null takes a moment away.
std::expected<SaleEditRequest, Refusal> readSaleEdit(const Request &request);

/// The sale in the path of an act; nothing in its body.
std::expected<SaleId, Refusal> readSaleAct(const Request &request);

struct PauseRequest
{
    SaleId sale;
    bool freezesHolds = false;
};
std::expected<PauseRequest, Refusal> readPause(const Request &request);

/// To a moment, or by so much.
struct ExtensionRequest
{
    SaleId sale;
    std::variant<Instant, std::chrono::seconds> end;
};
std::expected<ExtensionRequest, Refusal> readExtension(const Request &request);

} // namespace holdfast::http
