// SPDX-License-Identifier: GPL-3.0-only
#include "stock/catalogue_news.h"

#include "stock/database_clock.h"
#include "stock/stock_board.h"

namespace holdfast {

void tellNews(const CatalogueNews &news, DatabaseClock &clock, StockBoard &board,
              const std::function<void(const ChangeSet &)> &publish)
{
    if (news.decidedAt)
        clock.reached(*news.decidedAt);
    board.put(news.changes);
    publish(news.changes);
}

} // namespace holdfast
