// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/crowd.h"

#include "app/demo/customer_names.h"
#include "app/demo/shopper.h"

#include <QLoggingCategory>

namespace holdfast {

namespace {

Q_LOGGING_CATEGORY(logDemo, "holdfast.demo")

} // namespace

Crowd::Crowd(const QUrl &baseUrl, const DemoPace &pace, quint64 seed, QObject *parent)
    : QObject(parent)
    , m_pace(pace)
    , m_rhythm(pace)
    , m_dice(seed)
    , m_client(baseUrl, this)
    , m_keeper(m_client, m_pace, m_tally, m_dice.number(), this)
    , m_door(this)
{
    m_door.setSingleShot(true);
    connect(&m_door, &QTimer::timeout, this, &Crowd::admitNext);
}

Crowd::~Crowd()
{
    // Shoppers refer to the client and the tally.
    qDeleteAll(findChildren<Shopper *>(Qt::FindDirectChildrenOnly));
    qCInfo(logDemo, "Simulated shoppers: %s.", qUtf8Printable(m_tally.text()));
}

void Crowd::openDoors()
{
    m_sinceOpening.start();
    m_keeper.start();
    admitNext();
}

void Crowd::closeDoors()
{
    m_door.stop();
}

void Crowd::admitNext()
{
    if (const auto customer = somebodyOutside())
        admit(*customer);
    m_door.start(m_rhythm.untilNext(std::chrono::milliseconds(m_sinceOpening.elapsed()), m_dice));
}

void Crowd::admit(int customer)
{
    m_inside.insert(customer);
    auto *shopper = new Shopper(m_client, m_pace, m_tally, customerName(customer), m_dice.number(), this);
    connect(shopper, &Shopper::left, this, [this, shopper, customer] {
        m_inside.remove(customer);
        shopper->deleteLater();
    });
    shopper->enter();
}

/// Nobody when the shop is full, or when whoever was about to come is inside already.
std::optional<int> Crowd::somebodyOutside()
{
    const int customer = m_dice.between(0, std::min(m_pace.customers, customerNamesMax) - 1);
    const bool canEnter = shoppersInside() < m_pace.shoppersMax && !m_inside.contains(customer);
    return canEnter ? std::optional(customer) : std::nullopt;
}

} // namespace holdfast
