// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/token_issuer.h"
#include "accounts/tokens/token_verifier.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <functional>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto now = instantFromMicroseconds(1'763'629'200'123'456);

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray parts(const QByteArray &header, const QByteArray &payload)
{
    return toBase64Url(header) + '.' + toBase64Url(payload);
}

QByteArray signedWith(const QByteArray &secret, const QByteArray &header, const QByteArray &payload)
{
    const auto signedPart = parts(header, payload);
    return signedPart + '.' + toBase64Url(hmacSha256(secret, signedPart));
}

QByteArray flipped(QByteArray text, qsizetype place)
{
    text[place] = text[place] == 'A' ? 'B' : 'A';
    return text;
}

} // namespace

class TestTokens final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void issuedTokenIsBelieved();
    void microsecondsSurvive();
    void previousKeyIsBelieved();
    void tokensDiffer();
    void ownForgeryToolWorks();
    void refusesForgeries_data();
    void refusesForgeries();
    void leewayIsSmall_data();
    void leewayIsSmall();
    void anyChangeIsNoticed();
    void clientsLearnLittle();

private:
    using Row = std::function<void(const char *, const QByteArray &, TokenFault)>;

    QByteArray header() const { return json(headerObject()); }
    QJsonObject headerObject() const
    {
        return {{u"alg"_s, u"HS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, QString::fromLatin1(m_key.id)}};
    }
    QJsonObject payload() const
    {
        const auto seconds = toMicroseconds(now) / 1'000'000;
        return {{u"iss"_s, token::issuer}, {u"aud"_s, token::audience},
                {u"sub"_s, m_user.text()}, {u"jti"_s, makeUuid7().toString(QUuid::WithoutBraces)},
                {u"iat"_s, seconds},       {u"iat_us"_s, seconds * 1'000'000},
                {u"nbf"_s, seconds},       {u"exp"_s, seconds + 3600}};
    }
    QByteArray sign(const QJsonObject &headerObject, const QJsonObject &claims) const
    {
        return signedWith(m_key.secret, json(headerObject), json(claims));
    }
    QByteArray withHeader(const QString &name, const QJsonValue &value) const
    {
        auto object = headerObject();
        object[name] = value;
        return sign(object, payload());
    }
    QByteArray withClaim(const QString &name, const QJsonValue &value) const
    {
        auto claims = payload();
        claims[name] = value;
        return sign(headerObject(), claims);
    }
    void addForms(const Row &row) const;
    void addHeaders(const Row &row) const;
    void addSignatures(const Row &row) const;
    void addClaims(const Row &row) const;
    void addWrongTypes(const Row &row) const;
    void addDuplicates(const Row &row) const;

    const QByteArray m_previous = randomBytes(32).toHex();
    const TokenKeys m_keys = *TokenKeys::fromSecrets(randomBytes(32).toHex(), m_previous);
    const TokenKey &m_key = m_keys.current();
    const TokenIssuer m_issuer{m_keys, 1h};
    const TokenVerifier m_verifier{m_keys};
    const UserId m_user = UserId::make();
};

void TestTokens::issuedTokenIsBelieved()
{
    const auto issued = m_issuer.issue(m_user, now);
    QVERIFY(issued.text.size() < 500);
    const auto claims = m_verifier.verify(issued.text, now + 1min);
    QVERIFY2(claims, claims ? "" : faultName(claims.error()).data());
    QVERIFY(claims->subject == m_user);
    QVERIFY(claims->id == issued.claims.id);
    QVERIFY(claims->issuedAt == now);
    QVERIFY(claims->expiresAt == issued.claims.expiresAt);
    QVERIFY(claims->expiresAt == std::chrono::floor<std::chrono::seconds>(now) + 1h);
}

void TestTokens::microsecondsSurvive()
{
    for (qint64 i = 0; i < 5000; ++i) {
        const Instant moment = now + std::chrono::microseconds(i * 37'003);
        const auto claims = m_verifier.verify(m_issuer.issue(m_user, moment).text, moment);
        QVERIFY(claims && claims->issuedAt == moment);
    }
}

void TestTokens::previousKeyIsBelieved()
{
    const auto before = *TokenKeys::fromSecrets(m_previous);
    QVERIFY(m_verifier.verify(TokenIssuer(before).issue(m_user, now).text, now));
    // And the other way round: a server that has not heard of the new key.
    const auto claims = TokenVerifier(before).verify(m_issuer.issue(m_user, now).text, now);
    QVERIFY(!claims && claims.error() == TokenFault::UnknownKey);
}

void TestTokens::tokensDiffer()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(m_issuer.issue(m_user, now).text);
    QCOMPARE(seen.size(), 100);
}

// The negative control: without a fault put in, what the forger below makes is believed.
void TestTokens::ownForgeryToolWorks()
{
    QVERIFY(m_verifier.verify(sign(headerObject(), payload()), now));
    auto more = payload();
    more[u"name"_s] = u"an unknown claim"_s;
    QVERIFY(m_verifier.verify(sign(headerObject(), more), now));
}

void TestTokens::refusesForgeries_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("fault");
    const Row row = [](const char *name, const QByteArray &text, TokenFault fault) {
        QTest::newRow(name) << text << static_cast<int>(fault);
    };
    addForms(row);
    addHeaders(row);
    addSignatures(row);
    addClaims(row);
    addWrongTypes(row);
    addDuplicates(row);
}

void TestTokens::addForms(const Row &row) const
{
    using enum TokenFault;
    const auto good = sign(headerObject(), payload());
    row("empty", "", Malformed);
    row("word", "token", Malformed);
    row("two parts", parts(header(), json(payload())), Malformed);
    row("four parts", good + ".AAAA", WrongSignature);
    row("five parts, as JWE", "A.B.C.D.E", Malformed);
    row("dots only", "..", ForeignHeader);
    row("blank before", ' ' + good, Malformed);
    row("blank behind", good + ' ', Malformed);
    row("line break behind", good + '\n', Malformed);
    row("trailing byte", good + 'A', WrongSignature);
    row("trailing bytes", good + "AA", Malformed);
    row("zero behind", good + QByteArray(1, '\0'), Malformed);
    row("padding", good + '=', Malformed);
    row("padding of the header", QByteArray(good).replace(good.indexOf('.'), 1, "=."), Malformed);
    row("10 KB of header", QByteArray(10'240, 'A') + '.' + good, TooLong);
    row("10 KB, well signed", withClaim(u"x"_s, QString(10'240, u'x')), TooLong);
    row("one byte too long", good.leftJustified(token::lengthMax + 1, 'A'), TooLong);
}

void TestTokens::addHeaders(const Row &row) const
{
    using enum TokenFault;
    const auto claims = json(payload());
    row("alg none, no signature", parts(json({{u"alg"_s, u"none"_s}, {u"typ"_s, u"JWT"_s}}), claims) + '.',
        ForeignHeader);
    row("alg none, with kid", withHeader(u"alg"_s, u"none"_s), ForeignHeader);
    row("alg None", withHeader(u"alg"_s, u"None"_s), ForeignHeader);
    row("alg HS512", withHeader(u"alg"_s, u"HS512"_s), ForeignHeader);
    row("alg RS256", withHeader(u"alg"_s, u"RS256"_s), ForeignHeader);
    row("alg hs256", withHeader(u"alg"_s, u"hs256"_s), ForeignHeader);
    row("alg number", withHeader(u"alg"_s, 256), ForeignHeader);
    row("alg missing", withHeader(u"alg"_s, QJsonValue::Undefined), ForeignHeader);
    row("typ missing", withHeader(u"typ"_s, QJsonValue::Undefined), ForeignHeader);
    row("typ other", withHeader(u"typ"_s, u"at+jwt"_s), ForeignHeader);
    row("kid missing", withHeader(u"kid"_s, QJsonValue::Undefined), ForeignHeader);
    row("kid number", withHeader(u"kid"_s, 1), ForeignHeader);
    row("kid other", withHeader(u"kid"_s, u"another"_s), UnknownKey);
    row("kid empty", withHeader(u"kid"_s, u""_s), UnknownKey);
    row("kid a path", withHeader(u"kid"_s, u"../../dev/null"_s), UnknownKey);
    row("crit", withHeader(u"crit"_s, QJsonArray{u"exp"_s}), ForeignHeader);
    row("jku", withHeader(u"jku"_s, u"https://example.org/keys"_s), ForeignHeader);
    row("jwk", withHeader(u"jwk"_s, QJsonObject{{u"kty"_s, u"oct"_s}, {u"k"_s, u"AA"_s}}), ForeignHeader);
    row("zip", withHeader(u"zip"_s, u"DEF"_s), ForeignHeader);
    row("header is a list", signedWith(m_key.secret, "[]", claims), ForeignHeader);
    row("header is no JSON", signedWith(m_key.secret, "{", claims), ForeignHeader);
}

void TestTokens::addSignatures(const Row &row) const
{
    using enum TokenFault;
    const auto good = sign(headerObject(), payload());
    const auto dot = good.lastIndexOf('.');
    row("no signature", good.first(dot + 1), WrongSignature);
    row("signature cut", good.first(dot + 1) + toBase64Url(fromBase64Url(good.sliced(dot + 1))->chopped(1)),
        WrongSignature);
    row("signature of zeros", good.first(dot + 1) + toBase64Url(QByteArray(32, '\0')), WrongSignature);
    row("signature changed", flipped(good, dot + 5), WrongSignature);
    row("payload changed", flipped(good, good.indexOf('.') + 30), WrongSignature);
    row("payload of another", sign(headerObject(), payload()).first(dot) + good.sliced(dot), WrongSignature);
    row("another secret", signedWith(randomBytes(32), header(), json(payload())), WrongSignature);
    row("empty secret", signedWith("", header(), json(payload())), WrongSignature);
    row("the kid as secret", signedWith(m_key.id, header(), json(payload())), WrongSignature);
    row("signed with the previous key, current kid", signedWith(m_previous, header(), json(payload())),
        WrongSignature);
    row("expired and wrongly signed", signedWith("x", header(), json({{u"exp"_s, 1}})), WrongSignature);
}

void TestTokens::addClaims(const Row &row) const
{
    using enum TokenFault;
    const auto seconds = toMicroseconds(now) / 1'000'000;
    for (const char *name : {"iss", "aud", "sub", "jti", "iat", "iat_us", "nbf", "exp"}) {
        const QByteArray label = QByteArray(name) + " missing";
        row(label.constData(), withClaim(QString::fromLatin1(name), QJsonValue::Undefined), BadClaims);
    }
    row("no claims", sign(headerObject(), {}), BadClaims);
    row("other issuer", withClaim(u"iss"_s, u"https://example.org"_s), ForeignIssuer);
    row("issuer in capitals", withClaim(u"iss"_s, u"Holdfast"_s), ForeignIssuer);
    row("other audience", withClaim(u"aud"_s, u"another-api"_s), ForeignAudience);
    row("empty audience", withClaim(u"aud"_s, u""_s), ForeignAudience);
    auto expired = payload();
    expired[u"iat"_s] = expired[u"nbf"_s] = seconds - 7200;
    expired[u"iat_us"_s] = (seconds - 7200) * 1'000'000;
    expired[u"exp"_s] = seconds - 3600;
    row("expired", sign(headerObject(), expired), Expired);
    row("not yet", withClaim(u"nbf"_s, seconds + 60), NotYetValid);
    auto future = payload();
    future[u"iat"_s] = seconds + 60;
    future[u"iat_us"_s] = (seconds + 60) * 1'000'000;
    row("issued in the future", sign(headerObject(), future), NotYetValid);
    row("issued at two moments", withClaim(u"iat_us"_s, (seconds + 1) * 1'000'000), BadClaims);
    row("issued at a fraction", withClaim(u"iat"_s, static_cast<double>(seconds) + 0.5), BadClaims);
    row("lives too long", withClaim(u"exp"_s, seconds + 10 * 365 * 86'400), BadClaims);
    row("ends before it begins", withClaim(u"exp"_s, seconds - 1), BadClaims);
}

void TestTokens::addWrongTypes(const Row &row) const
{
    using enum TokenFault;
    row("sub a number", withClaim(u"sub"_s, 1), BadClaims);
    row("sub a username", withClaim(u"sub"_s, u"admin"_s), BadClaims);
    row("sub null", withClaim(u"sub"_s, QJsonValue()), BadClaims);
    row("sub the null UUID", withClaim(u"sub"_s, QUuid().toString(QUuid::WithoutBraces)), BadClaims);
    row("sub in braces", withClaim(u"sub"_s, m_user.uuid().toString()), BadClaims);
    row("jti a number", withClaim(u"jti"_s, 7), BadClaims);
    row("aud a list", withClaim(u"aud"_s, QJsonArray{QString(token::audience)}), BadClaims);
    row("exp a text", withClaim(u"exp"_s, u"4000000000"_s), BadClaims);
    row("exp true", withClaim(u"exp"_s, true), BadClaims);
    row("exp negative", withClaim(u"exp"_s, -1), BadClaims);
    row("exp endless", withClaim(u"exp"_s, 1e300), BadClaims);
    row("iat an object", withClaim(u"iat"_s, QJsonObject{}), BadClaims);
    row("payload is a list", signedWith(m_key.secret, header(), "[1]"), BadClaims);
    row("payload is a text", signedWith(m_key.secret, header(), "\"text\""), BadClaims);
    row("payload is empty", signedWith(m_key.secret, header(), ""), BadClaims);
    row("payload is no UTF-8", signedWith(m_key.secret, header(), "{\"sub\":\"\xff\"}"), BadClaims);
}

void TestTokens::addDuplicates(const Row &row) const
{
    using enum TokenFault;
    const auto claims = json(payload());
    const auto twice = [](const QByteArray &object, const QByteArray &member) {
        return QByteArray(object.chopped(1) + ',' + member + '}');
    };
    const QByteArray somebody = "\"sub\":\"" + UserId::make().text().toLatin1() + '"';
    row("sub twice", signedWith(m_key.secret, header(), twice(claims, somebody)), BadClaims);
    row("sub twice, once escaped",
        signedWith(m_key.secret, header(), twice(claims, QByteArray(somebody).replace("sub", "\\u0073ub"))),
        BadClaims);
    row("exp twice", signedWith(m_key.secret, header(), twice(claims, "\"exp\":4000000000")), BadClaims);
    row("alg twice", signedWith(m_key.secret, twice(header(), "\"alg\":\"HS256\""), claims), ForeignHeader);
    row("kid twice", signedWith(m_key.secret, twice(header(), "\"kid\":\"x\""), claims), ForeignHeader);
    row("something behind the payload", signedWith(m_key.secret, header(), claims + "{}"), BadClaims);
}

void TestTokens::refusesForgeries()
{
    QFETCH(QByteArray, text);
    QFETCH(int, fault);
    const auto claims = m_verifier.verify(text, now);
    QVERIFY2(!claims, "believed");
    QCOMPARE(faultName(claims.error()), faultName(static_cast<TokenFault>(fault)));
}

void TestTokens::leewayIsSmall_data()
{
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("isBelieved");
    QTest::newRow("clock a little behind") << -9 << true;
    QTest::newRow("clock far behind") << -12 << false;
    QTest::newRow("just before the end") << 3599 << true;
    QTest::newRow("just past the end") << 3608 << true;
    QTest::newRow("past the end") << 3611 << false;
}

void TestTokens::leewayIsSmall()
{
    QFETCH(int, seconds);
    QFETCH(bool, isBelieved);
    const auto issued = m_issuer.issue(m_user, now);
    QCOMPARE(m_verifier.verify(issued.text, now + std::chrono::seconds(seconds)).has_value(), isBelieved);
}

void TestTokens::anyChangeIsNoticed()
{
    const auto text = m_issuer.issue(m_user, now).text;
    for (qsizetype place = 0; place < text.size(); ++place) {
        for (const char character : {'A', 'z', '-', '.', '=', '\0', '\x80'}) {
            auto changed = text;
            changed[place] = character;
            QVERIFY(changed == text || !m_verifier.verify(changed, now));
        }
        QVERIFY(!m_verifier.verify(text.first(place), now));
        QVERIFY(!m_verifier.verify(QByteArray(text).remove(place, 1), now));
        QVERIFY(!m_verifier.verify(QByteArray(text).insert(place, 'A'), now));
    }
}

void TestTokens::clientsLearnLittle()
{
    QVERIFY(refusalFor(TokenFault::Expired).code == ErrorCode::TokenExpired);
    for (int fault = 0; fault < static_cast<int>(TokenFault::Expired); ++fault)
        QVERIFY(refusalFor(static_cast<TokenFault>(fault)).code == ErrorCode::TokenInvalid);
}

QTEST_GUILESS_MAIN(TestTokens)
#include "test_tokens.moc"
