// SPDX-License-Identifier: GPL-3.0-only
#include "mail/smtp_session.h"

#include <curl/curl.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace holdfast {

using namespace Qt::StringLiterals;

struct SmtpSession::Handle
{
    CURL *curl = nullptr;
    std::array<char, CURL_ERROR_SIZE> error{};

    Handle()
    {
        static const auto isReady = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
        curl = isReady ? curl_easy_init() : nullptr;
        if (!curl)
            qFatal("libcurl cannot be used");
    }
    ~Handle() { curl_easy_cleanup(curl); }
    Q_DISABLE_COPY_MOVE(Handle)

    // Every option is one of ours with a value of ours: libcurl refusing it is a bug.
    template <typename Value>
    void set(CURLoption option, Value value) const
    {
        if (const auto code = curl_easy_setopt(curl, option, value); code != CURLE_OK)
            qFatal("libcurl refuses option %d: %s", static_cast<int>(option), curl_easy_strerror(code));
    }
    void set(CURLoption option, const QString &text) const { set(option, text.toUtf8().constData()); }
    void set(CURLoption option, std::chrono::milliseconds time) const
    {
        set(option, static_cast<long>(time.count()));
    }
};

/// One mail under way, as libcurl's callbacks see it.
struct SmtpSession::Transfer
{
    const QByteArray content;
    const std::stop_token stop;
    const std::chrono::milliseconds stopGrace;
    qsizetype position = 0;
    SmtpTalk talk;
    std::optional<std::chrono::steady_clock::time_point> stoppedAt;

    // Nothing left also means: libcurl now ends the mail and waits for the answer.
    static size_t read(char *buffer, size_t size, size_t count, void *self)
    {
        auto *transfer = static_cast<Transfer *>(self);
        const auto room = static_cast<qsizetype>(size * count);
        const auto length = std::min(room, transfer->content.size() - transfer->position);
        if (length == 0)
            transfer->talk.noteHandedOver();
        std::memcpy(buffer, transfer->content.constData() + transfer->position, static_cast<size_t>(length));
        transfer->position += length;
        return static_cast<size_t>(length);
    }

    static int listen(CURL *, curl_infotype type, char *data, size_t size, void *self)
    {
        auto &talk = static_cast<Transfer *>(self)->talk;
        const QByteArrayView line(data, static_cast<qsizetype>(size));
        if (type == CURLINFO_HEADER_OUT)
            talk.hearClient(line);
        else if (type == CURLINFO_HEADER_IN)
            talk.hearServer(line);
        return 0;
    }

    // Called at least once a second, whatever libcurl waits for; anything but 0 ends the transfer.
    static int mayGoOn(void *self, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
    {
        return static_cast<Transfer *>(self)->mustEnd() ? 1 : 0;
    }

    bool mustEnd()
    {
        if (!stop.stop_requested())
            return false;
        const auto now = std::chrono::steady_clock::now();
        stoppedAt = stoppedAt.value_or(now);
        const bool isAnswerAwaited = talk.isHandedOver() && !talk.isAccepted();
        return !isAnswerAwaited || now - *stoppedAt > stopGrace;
    }
};

SmtpSession::SmtpSession(const SmtpSettings &settings, const SmtpLimits &limits, std::stop_token stop)
    : m_settings(settings)
    , m_limits(limits)
    , m_stop(std::move(stop))
    , m_handle(std::make_unique<Handle>())
{
    setUp(limits);
    setUpTls();
}

// A connection that is still open was given up: to end it politely would mean to wait for its server.
SmtpSession::~SmtpSession()
{
    m_handle->set(CURLOPT_VERBOSE, 0L);
    m_handle->set(CURLOPT_NOPROGRESS, 1L);
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_easy_getinfo(m_handle->curl, CURLINFO_ACTIVESOCKET, &socket);
    if (socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RDWR);
}

void SmtpSession::setUp(const SmtpLimits &limits)
{
    const bool isEncrypted = m_settings.tls == SmtpSettings::Tls::FromTheStart;
    const QString host =
        m_settings.host.contains(u':') ? QString(u'[' + m_settings.host + u']') : m_settings.host;
    m_handle->set(CURLOPT_URL, QString((isEncrypted ? u"smtps://"_s : u"smtp://"_s) + host));
    m_handle->set(CURLOPT_PORT, static_cast<long>(m_settings.port));
    m_handle->set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    m_handle->set(CURLOPT_PROXY, ""); // whatever the environment says of proxies is not about mail
    if (!m_settings.user.isEmpty()) {
        m_handle->set(CURLOPT_USERNAME, m_settings.user);
        m_handle->set(CURLOPT_PASSWORD, m_settings.password);
    }
    m_handle->set(CURLOPT_CONNECTTIMEOUT_MS, limits.connect);
    m_handle->set(CURLOPT_TIMEOUT_MS, limits.total);
    m_handle->set(CURLOPT_SERVER_RESPONSE_TIMEOUT,
                  static_cast<long>(std::chrono::ceil<std::chrono::seconds>(limits.answer).count()));
    m_handle->set(CURLOPT_NOSIGNAL, 1L);
    m_handle->set(CURLOPT_QUICK_EXIT, 1L); // a stop does not wait for a name server either
    m_handle->set(CURLOPT_UPLOAD, 1L);
    m_handle->set(CURLOPT_NOPROGRESS, 0L);
    m_handle->set(CURLOPT_VERBOSE, 1L); // to listen, below; nothing is printed
    m_handle->set(CURLOPT_ERRORBUFFER, m_handle->error.data());
    m_handle->set(CURLOPT_READFUNCTION, &Transfer::read);
    m_handle->set(CURLOPT_DEBUGFUNCTION, &Transfer::listen);
    m_handle->set(CURLOPT_XFERINFOFUNCTION, &Transfer::mayGoOn);
}

void SmtpSession::setUpTls()
{
    const bool isVerified = m_settings.isVerified();
    m_handle->set(CURLOPT_USE_SSL, static_cast<long>(isVerified ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    m_handle->set(CURLOPT_SSL_VERIFYPEER, isVerified ? 1L : 0L);
    m_handle->set(CURLOPT_SSL_VERIFYHOST, isVerified ? 2L : 0L);
    m_handle->set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!m_settings.authorities.isEmpty())
        m_handle->set(CURLOPT_CAINFO, m_settings.authorities);
}

Delivery SmtpSession::send(const MailMessage &message, Next next)
{
    Transfer transfer{toMime(message), m_stop, m_limits.stopGrace, 0, {}, {}};
    const std::unique_ptr<curl_slist, void (*)(curl_slist *)> recipients(
        curl_slist_append(nullptr, message.to.toUtf8().constData()), curl_slist_free_all);
    m_handle->set(CURLOPT_MAIL_FROM, message.from);
    m_handle->set(CURLOPT_MAIL_RCPT, recipients.get());
    m_handle->set(CURLOPT_READDATA, &transfer);
    m_handle->set(CURLOPT_DEBUGDATA, &transfer);
    m_handle->set(CURLOPT_XFERINFODATA, &transfer);
    // Whoever says goodbye within a transfer keeps its limits, and may be interrupted.
    m_handle->set(CURLOPT_FORBID_REUSE, next == Next::Nothing ? 1L : 0L);
    m_handle->error.front() = '\0';
    const auto result = curl_easy_perform(m_handle->curl);
    return judge(transfer, result);
}

namespace {

// It is going away, or wants a login, or another one: it may say so at any stage.
bool isAboutServer(int code)
{
    return code == 421 || code == 530 || code == 534 || code == 535 || code == 538;
}

} // namespace

Delivery SmtpSession::judge(const Transfer &transfer, int result) const
{
    using enum Delivery::Kind;
    const SmtpTalk &talk = transfer.talk;
    if (talk.isAccepted())
        return {Accepted, talk.replyCode(), {}, false};
    const int code = talk.replyCode();
    const bool isOfThisMail = talk.isPastSender() && !isAboutServer(code);
    Delivery delivery{ServerFailed, code, reason(transfer, result), talk.isHandedOver() && code == 0};
    if (result == CURLE_ABORTED_BY_CALLBACK)
        delivery.kind = Interrupted;
    else if (isOfThisMail && code >= 500)
        delivery.kind = Refused;
    else if (isOfThisMail && code >= 400)
        delivery.kind = Deferred;
    return delivery;
}

QString SmtpSession::reason(const Transfer &transfer, int result) const
{
    const auto code = static_cast<CURLcode>(result);
    QString text = transfer.talk.replyCode() >= 400 ? transfer.talk.reply()
        : m_handle->error.front() != '\0'           ? QString::fromUtf8(m_handle->error.data())
                                                    : QString::fromUtf8(curl_easy_strerror(code));
    if (code == CURLE_USE_SSL_FAILED)
        text += u"; tls=offered in SMTP_URL sends without"_s;
    if (!m_settings.password.isEmpty())
        text.replace(m_settings.password, u"***"_s);
    return oneLine(text);
}

} // namespace holdfast
