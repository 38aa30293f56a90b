// SPDX-License-Identifier: GPL-3.0-only
#include "stock/stock_board.h"

#include "stock/active_sale.h"

#include <algorithm>
#include <mutex>

namespace holdfast {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

// What a new product begins with.
constexpr qint64 firstVersion = 1;

bool takeIfNewer(Product &known, const StockState &state)
{
    if (state.stockVersion <= known.stockVersion)
        return false;
    known.stock = state.level;
    known.stockVersion = state.stockVersion;
    return true;
}

Product withStockOf(Product product, const Product &other)
{
    product.stock = other.stock;
    product.stockVersion = other.stockVersion;
    return product;
}

BoardEntry entryOf(const Product &product, steady_clock::time_point confirmed)
{
    return {.product = product,
            .sale = {},
            .stockConfirmed = confirmed,
            .catalogueConfirmed = confirmed,
            .accountedVersion = product.stockVersion};
}

// Own commits may tell of themselves out of order, as several lanes can work on a product: what lies beyond a
// gap waits until the gap has closed.
void joinOwnRanges(BoardEntry &entry)
{
    auto &ranges = entry.ownBeyond;
    for (auto range = ranges.begin(); range != ranges.end() && range->first <= entry.accountedVersion;) {
        entry.accountedVersion = std::max(entry.accountedVersion, range->second);
        range = ranges.erase(range);
    }
}

void noteOwn(BoardEntry &entry, const StockMove &move)
{
    if (move.changes == 0)
        return;
    entry.ownBeyond.emplace(move.versionBefore(), move.state.stockVersion);
    joinOwnRanges(entry);
}

// Whether somebody else's changes of stock have come to light with this look, which saw `seenVersion`.
bool accountFor(BoardEntry &entry, qint64 seenVersion)
{
    const bool isForeign = entry.unaccountedVersion > entry.accountedVersion;
    if (isForeign) {
        entry.accountedVersion = entry.unaccountedVersion;
        joinOwnRanges(entry);
    }
    entry.unaccountedVersion = std::max(seenVersion, entry.product.stockVersion);
    return isForeign;
}

bool haveClocksMoved(const Sale &before, const Sale &after)
{
    return before.holdsFrozenAt != after.holdsFrozenAt
        || (after.holdsFrozenAt && before.endsAt != after.endsAt);
}

} // namespace

StockBoard::StockBoard(const DatabaseClock &clock, const ExpirySchedule &schedule)
    : m_clock(clock)
    , m_schedule(schedule)
{
}

StockBoard::Difference StockBoard::replaceAll(const std::vector<Product> &products,
                                              const std::vector<Sale> &sales,
                                              steady_clock::time_point readSince)
{
    Difference difference;
    const std::lock_guard lock(m_mutex);
    for (const auto &sale : sales)
        mergeSale(sale, difference);
    QSet<ProductId> present;
    for (const auto &product : products) {
        present.insert(product.id);
        mergeProduct(product, readSince, difference);
    }
    removeAbsent(present, readSince, difference);
    assignSales();
    m_archived.removeIf([readSince](const auto &archived) { return archived.value() <= readSince; });
    if (!m_isFilled || !difference.changes.isEmpty())
        ++m_revision;
    m_isFilled = true;
    return difference;
}

void StockBoard::mergeSale(const Sale &sale, Difference &difference)
{
    const auto known = m_sales.constFind(sale.id);
    const bool isOld = known != m_sales.cend() && known->version > sale.version;
    if (isOld)
        return;
    if (known == m_sales.cend() || *known != sale)
        difference.changes.sales.push_back(sale);
    difference.isStockForeign |= takeSale(sale);
}

bool StockBoard::takeSale(const Sale &sale)
{
    const auto known = m_sales.constFind(sale.id);
    const bool isNew = known == m_sales.cend();
    const bool areMoved = !isNew && haveClocksMoved(*known, sale);
    if (isNew || areMoved)
        m_clocksMoved.insert(sale.id, steady_clock::now());
    m_sales.insert(sale.id, sale);
    return areMoved;
}

void StockBoard::mergeProduct(const Product &product, steady_clock::time_point readSince,
                              Difference &difference)
{
    if (m_archived.value(product.id, readSince) > readSince)
        return;
    auto known = m_entries.find(product.id);
    const bool isNew = known == m_entries.end();
    if (isNew) {
        known = m_entries.insert(product.id, entryOf(product, readSince));
        // One that appears while we look on may have been sold from before we saw it.
        if (m_isFilled)
            known->accountedVersion = firstVersion;
    }
    const StockState state{product.id, product.stock, product.stockVersion};
    if (takeIfNewer(known->product, state))
        difference.changes.stocks.push_back(state);
    difference.isStockForeign |= accountFor(*known, product.stockVersion);
    if (isNew || product.version > known->product.version) {
        known->product = withStockOf(product, known->product);
        difference.changes.products.push_back(known->product);
    }
    // What the read saw is no older than its beginning; a commit since then has confirmed itself.
    known->stockConfirmed = std::max(known->stockConfirmed, readSince);
    known->catalogueConfirmed = std::max(known->catalogueConfirmed, readSince);
}

void StockBoard::removeAbsent(const QSet<ProductId> &present, steady_clock::time_point readSince,
                              Difference &difference)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        // One made while the database was being read could not be seen by the read.
        const bool isNewer = entry->catalogueConfirmed > readSince;
        if (isNewer || present.contains(entry.key())) {
            ++entry;
            continue;
        }
        difference.changes.archivedProducts.push_back(entry.key());
        entry = m_entries.erase(entry);
    }
}

void StockBoard::assignSales()
{
    for (auto &entry : m_entries) {
        const auto sale = entry.product.sale ? m_sales.constFind(*entry.product.sale) : m_sales.cend();
        entry.sale = sale == m_sales.cend() ? std::nullopt : std::optional(*sale);
    }
}

void StockBoard::put(const ChangeSet &changes)
{
    const std::lock_guard lock(m_mutex);
    const auto now = steady_clock::now();
    for (const auto &sale : changes.sales) {
        const auto known = m_sales.constFind(sale.id);
        if (known == m_sales.cend() || known->version <= sale.version)
            takeSale(sale);
    }
    for (const auto &product : changes.products)
        putProduct(product, now);
    for (const auto &state : changes.stocks) {
        if (const auto known = m_entries.find(state.product); known != m_entries.end())
            takeIfNewer(known->product, state);
    }
    for (const auto product : changes.archivedProducts) {
        m_entries.remove(product);
        m_archived.insert(product, now);
    }
    assignSales();
    ++m_revision;
}

void StockBoard::putProduct(const Product &product, steady_clock::time_point now)
{
    m_archived.remove(product.id);
    const auto known = m_entries.find(product.id);
    if (known == m_entries.end()) {
        m_entries.insert(product.id, entryOf(product, now));
        return;
    }
    takeIfNewer(known->product, {product.id, product.stock, product.stockVersion});
    if (product.version >= known->product.version)
        known->product = withStockOf(product, known->product);
    known->catalogueConfirmed = now;
}

void StockBoard::update(std::span<const StockMove> moves, steady_clock::time_point confirmed)
{
    const std::lock_guard lock(m_mutex);
    for (const auto &move : moves) {
        const auto known = m_entries.find(move.state.product);
        if (known == m_entries.end())
            continue;
        noteOwn(*known, move);
        if (takeIfNewer(known->product, move.state))
            ++m_revision;
        known->stockConfirmed = std::max(known->stockConfirmed, confirmed);
    }
}

std::optional<BoardEntry> StockBoard::find(ProductId product) const
{
    const std::shared_lock lock(m_mutex);
    const auto known = m_entries.constFind(product);
    return known == m_entries.cend() ? std::nullopt : std::optional(*known);
}

std::vector<BoardEntry> StockBoard::all() const
{
    std::vector<BoardEntry> entries;
    {
        const std::shared_lock lock(m_mutex);
        entries.assign(m_entries.cbegin(), m_entries.cend());
    }
    std::ranges::sort(entries, {}, [](const BoardEntry &entry) { return entry.product.id; });
    return entries;
}

std::vector<Sale> StockBoard::sales() const
{
    std::vector<Sale> sales;
    {
        const std::shared_lock lock(m_mutex);
        sales.assign(m_sales.cbegin(), m_sales.cend());
    }
    std::ranges::sort(sales, {}, &Sale::id);
    return sales;
}

std::optional<Sale> StockBoard::findSale(SaleId sale) const
{
    const std::shared_lock lock(m_mutex);
    const auto known = m_sales.constFind(sale);
    return known == m_sales.cend() ? std::nullopt : std::optional(*known);
}

std::optional<Sale> StockBoard::activeSale(Instant now) const
{
    const std::shared_lock lock(m_mutex);
    const auto *sale = activeAmong(m_sales, now);
    return sale ? std::optional(*sale) : std::nullopt;
}

std::vector<Product> StockBoard::productsOf(SaleId sale) const
{
    std::vector<Product> products;
    {
        const std::shared_lock lock(m_mutex);
        for (const auto &entry : m_entries) {
            if (entry.product.sale == sale)
                products.push_back(entry.product);
        }
    }
    std::ranges::sort(products, {}, &Product::id);
    return products;
}

bool StockBoard::isFilled() const
{
    const std::shared_lock lock(m_mutex);
    return m_isFilled;
}

} // namespace holdfast
