// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/catalogue_write.h"

namespace holdfast::http {

AuditEntry entryOf(AuditEntry line, const CatalogueNews &news)
{
    line.action = news.action;
    line.subject = news.subject;
    line.detail = news.detail;
    return line;
}

void show(const ApiContext &api, const CatalogueNews &news)
{
    tellNews(news, api.clock, api.board, api.publish);
}

} // namespace holdfast::http
