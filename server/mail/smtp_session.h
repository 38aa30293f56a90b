// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "mail/mail_pace.h"
#include "mail/mime_message.h"
#include "mail/smtp_settings.h"
#include "mail/smtp_talk.h"

#include <memory>
#include <optional>
#include <stop_token>

namespace holdfast {

/// What became of one mail.
struct Delivery
{
    enum class Kind {
        /// The server has it.
        Accepted,
        /// This recipient, or this mail: never (5xx).
        Refused,
        /// This recipient, or this mail: not now (4xx).
        Deferred,
        /// No server, no TLS, no login, no answer: no other mail would fare better now.
        ServerFailed,
        /// We were told to stop.
        Interrupted,
    };

    Kind kind = Kind::ServerFailed;
    /// The server's reply code, or 0.
    int replyCode = 0;
    /// Why not, in one line without secrets. It may hold the recipient's address.
    QString why;
    /// Everything but the answer was there: it may have arrived all the same.
    bool mayHaveArrived = false;
};

/// Hands mails to a server over one connection, which is made for the first and ends with the last, or with
/// the session. One thread; send() blocks, within its limits. The process, or the thread, must ignore
/// SIGPIPE.
class SmtpSession final
{
public:
    /// `settings` must outlive the session. A stop interrupts what is under way.
    SmtpSession(const SmtpSettings &settings, const SmtpLimits &limits, std::stop_token stop);
    /// Hangs up.
    ~SmtpSession();
    Q_DISABLE_COPY_MOVE(SmtpSession)

    enum class Next { More, Nothing };
    Delivery send(const MailMessage &message, Next next);

private:
    struct Handle;
    struct Transfer;

    void setUp(const SmtpLimits &limits);
    void setUpTls();
    Delivery judge(const Transfer &transfer, int result) const;
    QString reason(const Transfer &transfer, int result) const;

    const SmtpSettings &m_settings;
    const SmtpLimits m_limits;
    const std::stop_token m_stop;
    const std::unique_ptr<Handle> m_handle;
};

} // namespace holdfast
