// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/credential_check.h"
#include "http/live/live_request.h"
#include "http/live/live_service.h"

#include <QObject>
#include <QWebSocket>

namespace holdfast::http {

/// One reader of the live feed: its socket, what it may see and wants to see, and how far it is. Made, used
/// and destroyed on its socket's server thread.
class LiveReader final : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    /// `ask` fills in the rest of a wish and sends it; `gone` is called once, when the socket is closed.
    LiveReader(std::unique_ptr<QWebSocket> socket, LiveService &service, std::function<void(LiveWish)> ask,
               std::function<void()> gone);
    ~LiveReader() override;
    Q_DISABLE_COPY_MOVE(LiveReader)

    /// Messages in order, each for everybody.
    void offer(const std::vector<SharedLiveMessage> &messages);
    void catchUp(quint64 wish, const LiveCatchUp &answer);
    void sweep(Clock::time_point now);
    /// Tells it to go and why; nothing more is sent.
    void close(int code, const QString &reason);

private:
    enum class Phase {
        /// Has asked the hub; what is offered meanwhile is in the answer.
        Waiting,
        Reading,
        /// Has too much unsent; what it misses it gets when it has caught up.
        Behind,
        Closing,
    };

    void hear(const QString &text);
    bool spendMessage(Clock::time_point now);
    void serve(const LiveAuthenticate &request);
    void serve(const LiveSubscribe &request);
    void serve(const LivePing &request);
    void become(const std::expected<Identity, Refusal> &identity);
    void checkCredential();
    bool mayKnow(const LiveMessage &message) const;
    void ask(std::optional<qint64> since);
    void send(const LiveMessage &message);
    void answer(QLatin1StringView type, const QByteArray &data);
    void refuse(const Refusal &refusal);
    void noticeBehind();
    void noticeCaughtUp();
    void sweepBehind(Clock::time_point now);

    const std::unique_ptr<QWebSocket> m_socket;
    LiveService &m_service;
    const std::function<void(LiveWish)> m_ask;
    const std::function<void()> m_gone;

    Phase m_phase = Phase::Waiting;
    LiveFilter m_filter;
    /// A token or an API key that was believed; looked at again and again, as it may be revoked.
    QByteArray m_credential;
    /// The newest number it has been told, or need not be.
    qint64 m_sequence = 0;
    quint64 m_wish = 0;
    int m_messages = 0;
    Clock::time_point m_messagesSince;
    Clock::time_point m_heardAt;
    Clock::time_point m_pingedAt;
    Clock::time_point m_checkedAt;
    Clock::time_point m_behindSince;
    Clock::time_point m_closingSince;
};

} // namespace holdfast::http
