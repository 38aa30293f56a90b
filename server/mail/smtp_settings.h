// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <expected>

namespace holdfast {

/// The mail server that takes our mail, and how to talk to it: a value, safe to copy between threads.
struct SmtpSettings
{
    enum class Tls {
        /// Encrypts when the server offers it, with whatever certificate: against listeners, not against
        /// somebody in between (RFC 7435). Without the offer the mail goes as it is.
        WhenOffered,
        /// STARTTLS, and a certificate that proves the host's name, or nothing is sent.
        Required,
        /// The same, encrypted from the first byte (smtps).
        FromTheStart,
    };

    static constexpr quint16 submissionPort = 587;
    static constexpr quint16 submissionsPort = 465;

    QString host;
    quint16 port = submissionPort;
    Tls tls = Tls::WhenOffered;
    /// Empty: no login.
    QString user;
    QString password;
    /// The sender's address, and the name that is shown beside it.
    QString from;
    QString fromName;
    /// A PEM file with the certificates to believe; empty: those of the machine.
    QString authorities;

    /// Reads smtp://user:password@host:port?from=shop@example.com, or smtps://…, with percent-encoding and
    /// these parameters: from (needed, unless the user is an address), name, tls=offered|required,
    /// ca=/file.pem. Where a password would leave this machine, TLS is required unless the URL says
    /// otherwise. The error says what is wrong and repeats nothing of the URL.
    static std::expected<SmtpSettings, QString> fromUrl(const QString &url);

    /// The settings as a URL with stars for the password: for logs and people.
    QString text() const;

    bool isVerified() const { return tls != Tls::WhenOffered; }
    bool operator==(const SmtpSettings &) const = default;
};

} // namespace holdfast
