// SPDX-License-Identifier: GPL-3.0-only
// The catalogue's half: products, stock, sales. live_state_holds.cpp has holds and purchases.
#include "live/live_state.h"

#include <utility>

namespace holdfast {

LiveState::Beat LiveState::apply(const GatheredChanges &gathered, Instant now)
{
    const auto &changes = gathered.changes;
    takeSales(changes.sales);
    takeProducts(changes.products);
    for (const auto &stock : changes.stocks)
        takeStock(stock);
    for (const auto product : changes.archivedProducts)
        removeProduct(product);
    if (gathered.isSnapshot)
        removeAbsent(changes.products);
    tellDrops();
    noticePhases(now);
    takeHolds(gathered, now);
    gatherStates();
    return std::exchange(m_beat, {});
}

std::vector<Product> LiveState::productsOf(SaleId sale) const
{
    std::vector<Product> found;
    for (const auto &[id, product] : m_products) {
        if (product.sale == sale)
            found.push_back(product);
    }
    return found;
}

void LiveState::takeSales(const std::vector<Sale> &sales)
{
    for (const auto &sale : sales) {
        const auto [known, isNew] = m_sales.try_emplace(sale.id, sale);
        if (isNew || (sale.version >= known->second.version && known->second != sale)) {
            known->second = sale;
            m_touchedSales.insert(sale.id);
        }
    }
}

void LiveState::takeProducts(const std::vector<Product> &products)
{
    for (const auto &product : products) {
        const auto [known, isNew] = m_products.try_emplace(product.id, product);
        if (!isNew) {
            takeProduct(known->second, product);
            continue;
        }
        m_newProducts.insert(product.id);
        if (product.sale)
            m_touchedSales.insert(*product.sale);
    }
}

void LiveState::takeProduct(Product &known, const Product &product)
{
    takeStock({product.id, product.stock, product.stockVersion});
    if (product.version <= known.version)
        return;
    if (product.sale != known.sale) {
        for (const auto &sale : {product.sale, known.sale}) {
            if (sale)
                m_touchedSales.insert(*sale);
        }
    }
    const StockState newest{known.id, known.stock, known.stockVersion};
    known = product;
    known.stock = newest.level;
    known.stockVersion = newest.stockVersion;
}

void LiveState::takeStock(const StockState &stock)
{
    // Unknown ones come with their product, in its newest state.
    const auto known = m_products.find(stock.product);
    if (known == m_products.end() || stock.stockVersion <= known->second.stockVersion)
        return;
    known->second.stock = stock.level;
    known->second.stockVersion = stock.stockVersion;
    m_stocks.insert(stock.product);
}

void LiveState::removeProduct(ProductId product)
{
    const auto known = m_products.find(product);
    if (known == m_products.end())
        return;
    if (known->second.sale)
        m_touchedSales.insert(*known->second.sale);
    m_products.erase(known);
    m_latest.erase(product);
    m_newProducts.erase(product);
    m_stocks.erase(product);
    m_beat.isShrunk = true;
}

void LiveState::removeAbsent(const std::vector<Product> &present)
{
    std::set<ProductId> ids;
    for (const auto &product : present)
        ids.insert(product.id);
    std::vector<ProductId> gone;
    for (const auto &entry : m_products) {
        if (!ids.contains(entry.first))
            gone.push_back(entry.first);
    }
    for (const auto product : gone)
        removeProduct(product);
}

void LiveState::tellDrops()
{
    for (const auto id : std::exchange(m_newProducts, {})) {
        const auto &product = m_products.at(id);
        const auto sale = product.sale ? m_sales.find(*product.sale) : m_sales.end();
        if (sale == m_sales.end() || !sale->second.isDrop) {
            m_stocks.insert(id);
            continue;
        }
        m_beat.news.emplace_back(DropCreated{product, sale->second});
        // The drop says all of its sale.
        m_touchedSales.erase(sale->first);
    }
}

void LiveState::noticePhases(Instant now)
{
    for (const auto &[id, sale] : m_sales) {
        const auto phase = sale.phaseAt(now);
        const auto [known, isNew] = m_phases.try_emplace(id, phase);
        if (!isNew && std::exchange(known->second, phase) != phase)
            m_touchedSales.insert(id);
    }
}

// States come after events, and each once: the newest is all that matters.
void LiveState::gatherStates()
{
    for (const auto id : std::exchange(m_touchedSales, {})) {
        if (const auto sale = m_sales.find(id); sale != m_sales.end())
            m_beat.news.emplace_back(SaleUpdated{sale->second, productsOf(id)});
    }
    for (const auto id : std::exchange(m_stocks, {})) {
        const auto &product = m_products.at(id);
        m_beat.news.emplace_back(StockUpdated{{id, product.stock, product.stockVersion}});
    }
    for (const auto id : std::exchange(m_activities, {})) {
        const auto &latest = m_latest.at(id);
        m_beat.news.emplace_back(ActivityUpdated{id, {latest.begin(), latest.end()}});
    }
}

} // namespace holdfast
