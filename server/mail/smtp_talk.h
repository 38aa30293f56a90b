// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace holdfast {

/// What client and server have said about one mail, as far as it decides what becomes of it. One thread.
class SmtpTalk final
{
public:
    /// Lines of the protocol, as they come; what a login says is not kept.
    void hearClient(QByteArrayView line);
    void hearServer(QByteArrayView line);
    void noteHandedOver();

    /// The server's last words were about this recipient or this mail.
    bool isPastSender() const { return m_stage > Stage::Sender; }
    bool isHandedOver() const { return m_isHandedOver; }
    /// The server has taken the mail: nothing that happens later changes that.
    bool isAccepted() const { return m_isAccepted; }
    /// The three digits of the last answer at this stage; 0: it has not answered.
    int replyCode() const { return m_replyCode; }
    /// The last line of that answer, without control characters, at most replyLengthMax characters.
    const QString &reply() const { return m_reply; }

    static constexpr qsizetype replyLengthMax = 300;

private:
    /// In this order.
    enum class Stage {
        /// Greeting, TLS, login.
        Opening,
        Sender,
        Recipient,
        Content,
        /// The whole mail has been handed over.
        HandedOver,
    };

    void enter(Stage stage);

    Stage m_stage = Stage::Opening;
    // What is said after our goodbye is of no more interest.
    bool m_isClosing = false;
    bool m_isHandedOver = false;
    bool m_isAccepted = false;
    int m_replyCode = 0;
    QString m_reply;
};

/// Text from outside as one line without control characters, cut to `length`.
QString oneLine(const QString &text, qsizetype length = SmtpTalk::replyLengthMax);

} // namespace holdfast
