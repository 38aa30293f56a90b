// SPDX-License-Identifier: GPL-3.0-only
// Holdfast's half of the interop test. `issue` prints what the judge needs, as JSON; `verify`, with the
// secret in JWT_SECRET, reads tokens line by line and answers each with "ok SUBJECT" or the fault.
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/token_issuer.h"
#include "accounts/tokens/token_verifier.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>
#include <iostream>
#include <string>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

Instant now()
{
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

int issue()
{
    const QByteArray secret = randomBytes(32).toHex();
    const auto keys = *TokenKeys::fromSecrets(secret);
    const TokenIssuer issuer(keys);
    QJsonArray tokens;
    for (int i = 0; i < 20; ++i) {
        const auto issued = issuer.issue(UserId::make(), now());
        tokens.append(QJsonObject{{u"text"_s, QString::fromLatin1(issued.text)},
                                  {u"sub"_s, issued.claims.subject.text()},
                                  {u"jti"_s, issued.claims.id.toString(QUuid::WithoutBraces)}});
    }
    const QJsonObject answer{{u"secret"_s, QString::fromLatin1(secret)},
                             {u"kid"_s, QString::fromLatin1(keys.current().id)},
                             {u"issuer"_s, token::issuer},
                             {u"audience"_s, token::audience},
                             {u"tokens"_s, tokens}};
    std::puts(QJsonDocument(answer).toJson(QJsonDocument::Compact).constData());
    return 0;
}

int verify()
{
    const auto keys = TokenKeys::fromSecrets(qgetenv("JWT_SECRET"));
    if (!keys) {
        std::fprintf(stderr, "%s\n", qPrintable(keys.error()));
        return 1;
    }
    const TokenVerifier verifier(*keys);
    for (std::string line; std::getline(std::cin, line);) {
        const auto claims =
            verifier.verify(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())), now());
        const QString answer =
            claims ? u"ok "_s + claims->subject.text() : QString(faultName(claims.error()));
        std::puts(qPrintable(answer));
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QByteArrayView command(argc == 2 ? argv[1] : "");
    if (command == "issue")
        return issue();
    if (command == "verify")
        return verify();
    std::fputs("usage: token_tool issue|verify\n", stderr);
    return 2;
}
