// SPDX-License-Identifier: GPL-3.0-only
// What a lane does when a batch fails. Everything here runs on the lane's thread.
#include "stock/lane.h"

#include <QLoggingCategory>

#include <algorithm>
#include <limits>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

Q_LOGGING_CATEGORY(logStock, "holdfast.stock")

// Past every product's id, so that these come last.
constexpr qint64 severalOrUnknown = std::numeric_limits<qint64>::max();

qint64 productOf(const std::vector<ReserveLine> &lines)
{
    return lines.size() == 1 ? lines.front().product.number() : severalOrUnknown;
}

qint64 productOf(const Reserve &reserve)
{
    return productOf(reserve.lines);
}

qint64 productOf(const PlaceOrder &placeOrder)
{
    return productOf(placeOrder.lines);
}

qint64 productOf(const BuyNow &buyNow)
{
    return buyNow.product ? buyNow.product->number() : severalOrUnknown;
}

qint64 productOf(const Restock &restock)
{
    return restock.product.number();
}

qint64 productOf(const ExpireDue &)
{
    return severalOrUnknown;
}

template <typename Ending>
qint64 productOf(const Ending &ending)
{
    const auto *byProduct = std::get_if<HoldByProduct>(&ending.hold);
    return byProduct ? byProduct->product.number() : severalOrUnknown;
}

qint64 productOfPending(const PendingCommand &command)
{
    return std::visit([](const auto &pending) { return productOf(pending.command); }, command.pending);
}

} // namespace

bool Lane::serveFailed(Part part, const SqlError &error)
{
    const bool isOfOneProduct = part.size() == 1
        || std::ranges::all_of(part,
                               [product = productOfPending(part.front())](const PendingCommand &command) {
                                   return product != severalOrUnknown && productOfPending(command) == product;
                               });
    if (error.isTimeout() && !isOfOneProduct)
        return serveByProduct(part);
    if (!error.isTimeout() && part.size() > 1)
        return serveApart(part);
    refuseFailed(part, error);
    return true;
}

// Somebody holds a product's lock: the commands for others must not wait for it.
bool Lane::serveByProduct(Part part)
{
    m_figures.dividedByProduct.add();
    m_batch.sort(part, productOfPending);
    while (!part.empty()) {
        const auto product = productOfPending(part.front());
        const auto isOther = [product](const PendingCommand &command) {
            return productOfPending(command) != product;
        };
        const auto end = std::ranges::find_if(part, isOther);
        const auto count = product == severalOrUnknown ? 1 : static_cast<size_t>(end - part.begin());
        if (!serve(part.first(count)))
            return false;
        part = part.subspan(count);
    }
    return true;
}

// One that the database cannot digest must not spoil the others: each on its own.
bool Lane::serveApart(Part part)
{
    m_figures.dividedByCommand.add();
    for (auto &command : part) {
        if (!serve({&command, 1}))
            return false;
    }
    return true;
}

// The connection broke while the commit was under way. Nothing is acknowledged, and nothing sent again,
// before the server itself has said what became of the transaction.
Lane::Fate Lane::fateOf(std::optional<qint64> transaction)
{
    while (transaction && !m_batch.isAllAnswered()) {
        if (connect()) {
            auto rows = m_connection->call("transaction_status"_L1, {*transaction});
            if (rows && rows->next()) {
                const auto status = rows->get<std::optional<QString>>(0).value_or(QString());
                if (status == "committed"_L1)
                    return Fate::Committed;
                if (status != "in progress"_L1)
                    return Fate::Aborted;
            } else if (!rows && !rows.error().isOutage()) {
                // A server that has never heard of the transaction: one that took over without it.
                return Fate::Aborted;
            }
        }
        backOff();
    }
    return Fate::Unknown;
}

// The same for a batch whose COMMIT was sent before anything of it was known.
bool Lane::wasCommitted(const SqlError &error, const Session &session, const BatchRequest &request)
{
    return error.kind == SqlError::Kind::ConnectionLost
        && fateOf(session, request.reservationOf(0)) == Fate::Committed;
}

// What is committed, and was on its way to us when the connection broke. Nothing when it breaks again.
std::optional<BatchOutcomes> Lane::recalled(Part part, const BatchRequest &request, const DirectHolds &holds)
{
    const Transaction transaction(*m_connection);
    auto call = holds.recall(*m_connection);
    auto &rows = call.rows();
    return rows ? std::optional(outcomesOf(part, request, holds.events(*rows))) : std::nullopt;
}

// When the session that was to commit is over, so is its transaction: its first hold is there, or never will
// be.
Lane::Fate Lane::fateOf(const Session &session, ReservationId reservation)
{
    while (!m_batch.isAllAnswered()) {
        if (connect()) {
            auto over = m_connection->call("session_is_over"_L1, {session.pid, session.began});
            if (over && over->next() && over->get<bool>(0)) {
                auto reserved = m_connection->call("is_reserved"_L1, {reservation});
                if (reserved && reserved->next())
                    return reserved->get<bool>(0) ? Fate::Committed : Fate::Aborted;
            }
        }
        backOff();
    }
    return Fate::Unknown;
}

void Lane::refuseFailed(Part part, const SqlError &error)
{
    const bool isPassing = error.isWorthRepeating() || error.isTimeout()
        || error.kind == SqlError::Kind::DiskFull || error.kind == SqlError::Kind::ReadOnly;
    if (isPassing)
        qCWarning(logStock, "%zu commands refused: %s", part.size(),
                  qUtf8Printable(error.text.section(u'\n', 0, 0)));
    else
        qCCritical(logStock, "A command failed for good: %s", qUtf8Printable(error.text));
    if (error.kind == SqlError::Kind::ReadOnly)
        m_connection->close();
    const auto refusal = Refusal::of(isPassing ? ErrorCode::DbUnavailable : ErrorCode::InternalError);
    for (auto &refuse : m_batch.takeRefusals(part, refusal))
        refuse();
}

} // namespace holdfast
