// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/shopper.h"

#include "app/demo/demo_products.h"

#include <QTimer>

#include <algorithm>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

QString reservationIn(const ShopAnswer &answer)
{
    return answer.data["reservation"_L1].toObject()["id"_L1].toString();
}

/// Somebody was faster: the clock, the operator, or our own request whose answer got lost.
bool isTooLate(const ShopAnswer &answer)
{
    return answer.isRefusedWith(ErrorCode::ReservationExpired)
        || answer.isRefusedWith(ErrorCode::ReservationNotActive)
        || answer.isRefusedWith(ErrorCode::AlreadyPurchased);
}

} // namespace

Shopper::Shopper(ShopClient &client, const DemoPace &pace, Tally &tally, const QString &customer,
                 quint64 seed, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_pace(pace)
    , m_tally(tally)
    , m_customer(customer)
    , m_dice(seed)
    , m_isHopeful(m_dice.chance(pace.hopefulShare))
{
}

void Shopper::enter()
{
    ++m_tally.visits;
    lookAround();
}

void Shopper::lookAround()
{
    ask([this](const auto &heard) { m_client.listProducts(this, heard); }, &Shopper::lookedAround);
}

void Shopper::lookedAround(const ShopAnswer &answer)
{
    if (!answer.isSuccess())
        return leaveAfter(answer, false, u"list products"_s);
    m_shelf = Shelf::read(answer.data, demoSaleName);
    think(&Shopper::chooseProduct);
}

void Shopper::chooseProduct()
{
    const bool hasPatience = m_tried.size() < m_pace.productsTriedMax;
    m_product = hasPatience ? m_shelf.choose(m_dice, m_tried, m_isHopeful) : std::nullopt;
    if (!m_product)
        return emit left();
    m_tried.insert(m_product->id);
    lookCloser();
}

void Shopper::lookCloser()
{
    ask([this](const auto &heard) { m_client.readStatus(m_product->id, this, heard); },
        &Shopper::lookedCloser);
}

void Shopper::lookedCloser(const ShopAnswer &answer)
{
    if (!answer.isSuccess())
        return leaveAfter(answer, answer.isRefusedWith(ErrorCode::ProductNotFound), u"read a status"_s);
    if (answer.data["available_stock"_L1].toInt() == 0 && !m_isHopeful)
        return chooseProduct();
    m_quantity =
        m_dice.between(1, std::min(m_pace.quantityMax, m_product->perUserLimit.value_or(m_pace.quantityMax)));
    think(&Shopper::hold);
}

void Shopper::hold()
{
    ask([this](const auto &heard) { m_client.reserve(m_customer, m_product->id, m_quantity, this, heard); },
        &Shopper::held);
}

void Shopper::held(const ShopAnswer &answer)
{
    if (answer.isSuccess()) {
        ++m_tally.held;
        m_tally.unitsHeld += m_quantity;
        m_reservation = reservationIn(answer);
        return decide();
    }
    if (answer.isRefusedWith(ErrorCode::AlreadyReserved)) {
        // From a visit before that ended without a purchase.
        ++m_tally.alreadyHeld;
        m_reservation = answer.details["reservation_id"_L1].toString();
        return think(&Shopper::buy);
    }
    if (answer.isRefusedWith(ErrorCode::OutOfStock) || answer.isRefusedWith(ErrorCode::LimitReached)) {
        ++(answer.isRefusedWith(ErrorCode::OutOfStock) ? m_tally.soldOut : m_tally.limitReached);
        return think(takesFewer(answer) ? &Shopper::hold : &Shopper::chooseProduct);
    }
    const bool isClosed =
        answer.isRefusedWith(ErrorCode::SalePaused) || answer.isRefusedWith(ErrorCode::DropNotActive);
    m_tally.saleClosed += isClosed ? 1 : 0;
    leaveAfter(answer, isClosed || answer.isRefusedWith(ErrorCode::ProductNotFound), u"reserve"_s);
}

/// Some are left, but not as many as asked for.
bool Shopper::takesFewer(const ShopAnswer &answer)
{
    const QJsonObject &details = answer.details;
    const int possible = answer.isRefusedWith(ErrorCode::OutOfStock)
        ? details["available"_L1].toInt()
        : details["limit"_L1].toInt() - details["held"_L1].toInt() - details["purchased"_L1].toInt();
    if (possible < 1 || possible >= m_quantity)
        return false;
    m_quantity = possible;
    return true;
}

void Shopper::decide()
{
    if (m_dice.chance(m_pace.walkAwayShare)) {
        ++m_tally.walkedAway;
        return emit left();
    }
    if (m_dice.chance(m_pace.cancelShare / (1.0 - m_pace.walkAwayShare)))
        return think(&Shopper::giveBack);
    think(m_dice.chance(m_pace.extendShare) ? &Shopper::askForTime : &Shopper::buy);
}

void Shopper::buy()
{
    ask([this](const auto &heard) { m_client.checkOut(m_customer, m_reservation, this, heard); },
        &Shopper::bought);
}

void Shopper::bought(const ShopAnswer &answer)
{
    m_tally.bought += answer.isSuccess() ? 1 : 0;
    m_tally.tooLate += isTooLate(answer) ? 1 : 0;
    leaveAfter(answer, answer.isSuccess() || isTooLate(answer), u"check out"_s);
}

void Shopper::askForTime()
{
    ask([this](const auto &heard) { m_client.extend(m_customer, m_reservation, this, heard); },
        &Shopper::gotTime);
}

void Shopper::gotTime(const ShopAnswer &answer)
{
    m_tally.extended += answer.isSuccess() ? 1 : 0;
    // A second time is refused; what is held can still be bought.
    if (answer.isSuccess() || answer.isRefusedWith(ErrorCode::Conflict))
        return think(&Shopper::buy);
    m_tally.tooLate += isTooLate(answer) ? 1 : 0;
    leaveAfter(answer, isTooLate(answer), u"extend"_s);
}

void Shopper::giveBack()
{
    ask([this](const auto &heard) { m_client.cancel(m_customer, m_reservation, this, heard); },
        &Shopper::gaveBack);
}

void Shopper::gaveBack(const ShopAnswer &answer)
{
    m_tally.cancelled += answer.isSuccess() ? 1 : 0;
    m_tally.tooLate += isTooLate(answer) ? 1 : 0;
    leaveAfter(answer, answer.isSuccess() || isTooLate(answer), u"cancel"_s);
}

void Shopper::ask(const Question &question, Hearing hearing)
{
    question([this, question, hearing](const ShopAnswer &answer) {
        if (answer.isTrouble())
            return waitAndAsk(answer, question, hearing);
        m_attempts = 0;
        (this->*hearing)(answer);
    });
}

void Shopper::waitAndAsk(const ShopAnswer &trouble, const Question &question, Hearing hearing)
{
    m_tally.countTrouble(trouble);
    if (++m_attempts >= m_pace.attemptsMax)
        return emit left();
    const auto pause =
        std::max<std::chrono::milliseconds>(m_pace.troublePauseMin * m_attempts, trouble.retryAfter);
    // Not all at once when the server is back.
    QTimer::singleShot(m_dice.between(pause, pause * 2), this,
                       [this, question, hearing] { ask(question, hearing); });
}

void Shopper::think(Step next)
{
    QTimer::singleShot(m_dice.between(m_pace.thinkMin, m_pace.thinkMax), this, next);
}

void Shopper::leaveAfter(const ShopAnswer &answer, bool isExpected, const QString &what)
{
    if (!isExpected)
        m_tally.countUnexpected(what, answer);
    emit left();
}

} // namespace holdfast
