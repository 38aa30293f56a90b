// SPDX-License-Identifier: GPL-3.0-only
#include "http/json_writer.h"
#include "http/live/live_json.h"
#include "http/live/live_reader.h"

namespace holdfast::http {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QLatin1StringView roleName(Role role)
{
    switch (role) {
    case Role::Nobody:
        return "nobody"_L1;
    case Role::Customer:
        return "customer"_L1;
    case Role::Service:
        return "service"_L1;
    case Role::Admin:
        return "admin"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace

void LiveReader::hear(const QString &text)
{
    if (m_phase == Phase::Closing)
        return;
    const auto now = Clock::now();
    m_heardAt = now;
    if (!spendMessage(now))
        return close(QWebSocketProtocol::CloseCodePolicyViolated, u"too many messages"_s);
    const auto request = readLiveRequest(text, m_service.limits);
    if (!request)
        return refuse(request.error());
    std::visit([this](const auto &wanted) { serve(wanted); }, *request);
}

bool LiveReader::spendMessage(Clock::time_point now)
{
    constexpr auto window = 10s;
    if (now - m_messagesSince > window) {
        m_messagesSince = now;
        m_messages = 0;
    }
    return ++m_messages <= m_service.limits.messagesMax;
}

void LiveReader::serve(const LiveAuthenticate &request)
{
    const auto &api = m_service.api;
    const auto identity = api.credentials.check.identify(request.credential, api.clock.now());
    m_credential = identity ? request.credential : QByteArray();
    m_checkedAt = Clock::now();
    become(identity);
    if (!identity)
        return refuse(identity.error());
    JsonWriter json;
    json.beginObject().key("role").text(roleName(identity->actor.role)).key("user_id");
    if (identity->actor.user)
        json.text(identity->actor.user->text());
    else
        json.null();
    answer("authenticated"_L1, json.endObject().take());
}

void LiveReader::serve(const LiveSubscribe &request)
{
    m_filter.products = request.products;
    JsonWriter json;
    json.beginObject().key("product_ids").beginArray();
    for (const auto product : request.products)
        json.number(product.number());
    answer("subscribed"_L1, json.endArray().endObject().take());
    ask(request.since);
}

void LiveReader::serve(const LivePing &)
{
    answer("pong"_L1, "{}");
}

void LiveReader::become(const std::expected<Identity, Refusal> &identity)
{
    // Who presented something meant it: open access is no longer for this reader.
    m_filter.forgetWho();
    if (!identity)
        return;
    m_filter.isStaff = identity->actor.isStaff();
    m_filter.user = identity->actor.user;
}

void LiveReader::checkCredential()
{
    const auto &api = m_service.api;
    const auto identity = api.credentials.check.identify(m_credential, api.clock.now());
    // Without the database nobody can tell; meanwhile mayKnow() lets nothing private through.
    if (!identity && identity.error().code == ErrorCode::DbUnavailable)
        return;
    become(identity);
    if (identity)
        return;
    m_credential.clear();
    refuse(identity.error());
}

void LiveReader::answer(QLatin1StringView type, const QByteArray &data)
{
    m_socket->sendTextMessage(writeLiveAnswer(m_sequence, m_service.api.clock.now(), type, data));
    noticeBehind();
}

void LiveReader::refuse(const Refusal &refusal)
{
    m_socket->sendTextMessage(writeLiveRefusal(m_sequence, m_service.api.clock.now(), refusal));
    noticeBehind();
}

} // namespace holdfast::http
