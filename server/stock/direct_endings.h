// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection.h"
#include "stock/batch_line.h"
#include "stock/stock_events.h"

#include <map>
#include <span>
#include <vector>

namespace holdfast {

/// The way of BatchWay::Directly for check outs, or for cancels, by owners who name what they hold by its
/// product: one statement ends all of the holds or fails.
class DirectEndings final
{
public:
    enum class Kind { CheckOut, Cancel };

    /// Every line has its product and its owner, no two have both in common, and the owners are known to
    /// exist. The lines must outlive it.
    DirectEndings(Kind kind, std::span<const BatchLine> lines);

    /// In a transaction. `sender` names this server to the others, or is empty to announce nothing this time.
    /// UniqueViolation: a key is known. A hold that cannot end is told by isRefusal().
    std::expected<std::vector<StockEvent>, SqlError> call(Connection &connection,
                                                          const QString &sender) const;

    /// Whether an error is that a hold is not there, or is not what its owner takes it for.
    static bool isRefusal(const SqlError &error) { return error.sqlState == QLatin1StringView("HF002"); }

private:
    BinaryArguments arguments() const;
    std::vector<int> holdsUpToEach() const;
    std::vector<StockEvent> eventsOf(BinaryRows &rows) const;
    StockEvent endedEvent(const BinaryRows &rows, const BatchLine &line) const;
    void readPurchase(const BinaryRows &rows, const BatchLine &line, StockEvent &event) const;
    void move(StockState &stock, int units) const;
    void tellProducts(std::vector<StockEvent> &events) const;

    const Kind m_kind;
    const std::span<const BatchLine> m_lines;
    /// How many lines each product has, in order of id, in which the statement locks them.
    std::map<ProductId, int> m_holds;
};

} // namespace holdfast
