// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "tests/server/stock/stock_server.h"

#include <atomic>

namespace holdfast::test {

// A deadline of two seconds is looked after every tenth of one; the rest is for a busy machine.
constexpr std::chrono::milliseconds answeredWithin =
    PendingCommand::deadline + std::chrono::milliseconds(1'500);

/// Restocks by one unit each, as fast as answers come: a unit too many or too few shows in the total.
class Restocker final
{
public:
    Restocker(StockServer &server, ProductId product)
        : m_server(server)
        , m_product(product)
    {
    }

    void post(int count)
    {
        for (int index = 0; index < count; ++index) {
            ++m_sent;
            m_server.post(Restock{m_product, units(1), QStringLiteral("traffic"), {}},
                          Answer<Restock>(
                              [this, posted = std::chrono::steady_clock::now()](OutcomeOf<Restock> outcome) {
                                  note(outcome, std::chrono::steady_clock::now() - posted);
                              }));
        }
    }
    bool awaitAll() const
    {
        return waitUntil([this] { return m_answered == m_sent; });
    }

    int done() const { return m_done; }
    int unavailable() const { return m_unavailable; }
    int other() const { return m_answered - m_done - m_unavailable; }
    std::chrono::milliseconds slowest() const { return std::chrono::milliseconds(m_slowest.load()); }

private:
    void note(const OutcomeOf<Restock> &outcome, std::chrono::steady_clock::duration took)
    {
        const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
        auto slowest = m_slowest.load();
        while (milliseconds > slowest && !m_slowest.compare_exchange_weak(slowest, milliseconds)) { }
        m_done += outcome ? 1 : 0;
        m_unavailable += !outcome && outcome.error().code == ErrorCode::DbUnavailable ? 1 : 0;
        ++m_answered;
    }

    StockServer &m_server;
    const ProductId m_product;
    int m_sent = 0;
    std::atomic<int> m_answered = 0;
    std::atomic<int> m_done = 0;
    std::atomic<int> m_unavailable = 0;
    std::atomic<qint64> m_slowest = 0;
};

} // namespace holdfast::test
