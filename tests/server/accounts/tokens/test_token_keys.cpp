// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/secret_file.h"
#include "accounts/secrets/sodium.h"
#include "accounts/tokens/token_keys.h"
#include "accounts/tokens/token_secret.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestTokenKeys final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void refusesWeakSecrets_data();
    void refusesWeakSecrets();
    void takesRandomSecrets();
    void faultNamesTheVariableNotTheSecret();
    void secretsMakeKeys();
    void sameSecretSameName();
    void firstStartMakesKey();
    void rotationKeepsOneMore();
    void refusesDamagedFile_data();
    void refusesDamagedFile();
};

void TestTokenKeys::refusesWeakSecrets_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("secret") << QByteArray("secret");
    QTest::newRow("changeme") << QByteArray("changeme");
    QTest::newRow("31 random bytes") << randomBytes(31);
    QTest::newRow("one character") << QByteArray(64, 'a');
    QTest::newRow("zeros") << QByteArray(32, '\0');
    QTest::newRow("repeated word") << QByteArray("correcthorse").repeated(4);
    QTest::newRow("repeated word, cut") << QByteArray("Tr0ub4dor&3-").repeated(4).first(41);
    QTest::newRow("alphabet") << QByteArray("abcdefghijklmnopqrstuvwxyz0123456789");
    QTest::newRow("digits up and down") << QByteArray("01234567890123456789987654321098765432109876");
    QTest::newRow("two characters") << QByteArray("abbabaabbaababbaabbabaababbabaabbaababba");
    QTest::newRow("out of a manual") << QByteArray("your-256-bit-secret-goes-here-0123");
    QTest::newRow("placeholder in capitals") << QByteArray("PLEASE_CHANGE_ME_IN_PRODUCTION_42");
    QTest::newRow("example") << QByteArray("an example key that is long enough, isn't it");
}

void TestTokenKeys::refusesWeakSecrets()
{
    QFETCH(QByteArray, secret);
    QVERIFY(weaknessOf(secret));
    QVERIFY(!TokenKeys::fromSecrets(secret));
    QVERIFY(!TokenKeys::fromSecrets(randomBytes(32).toHex(), secret) || secret.isEmpty());
}

void TestTokenKeys::takesRandomSecrets()
{
    for (int i = 0; i < 2000; ++i) {
        const auto bytes = randomBytes(32);
        for (const auto &secret : {bytes, bytes.toHex(), bytes.first(16).toHex(), bytes.toBase64()})
            QVERIFY2(!weaknessOf(secret), secret.toHex().constData());
    }
}

void TestTokenKeys::faultNamesTheVariableNotTheSecret()
{
    const auto keys = TokenKeys::fromSecrets("changeme");
    QVERIFY(!keys);
    QVERIFY2(keys.error().contains(u"JWT_SECRET"_s) && !keys.error().contains(u"changeme"_s),
             qPrintable(keys.error()));
}

void TestTokenKeys::secretsMakeKeys()
{
    const auto now = randomBytes(32).toHex();
    const auto before = randomBytes(48);
    const auto keys = TokenKeys::fromSecrets(now, before);
    QVERIFY(keys);
    QCOMPARE(keys->current().secret, now);
    QCOMPARE(keys->find(keys->current().id)->secret, now);
    QCOMPARE(keys->find(TokenKey::of(before).id)->secret, before);
    QVERIFY(!keys->find("another"));
    QVERIFY(!keys->find(""));
}

void TestTokenKeys::sameSecretSameName()
{
    const auto secret = randomBytes(200); // longer than a key of BLAKE2b
    QCOMPARE(TokenKey::of(secret).id, TokenKey::of(secret).id);
    QVERIFY(TokenKey::of(secret).id != TokenKey::of(secret.chopped(1)).id);
    QVERIFY(!secret.contains(TokenKey::of(secret).id));
}

void TestTokenKeys::firstStartMakesKey()
{
    const QTemporaryDir folder;
    const auto first = TokenKeys::fromDataDirectory(folder.path());
    QVERIFY2(first, first ? "" : qPrintable(first.error()));
    QCOMPARE(first->current().secret.size(), 32);
    const auto second = TokenKeys::fromDataDirectory(folder.path());
    QCOMPARE(second->current().secret, first->current().secret);
    QCOMPARE(QFile::permissions(folder.filePath(u"token-key"_s)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    const QTemporaryDir another;
    QVERIFY(TokenKeys::fromDataDirectory(another.path())->current().secret != first->current().secret);
}

void TestTokenKeys::rotationKeepsOneMore()
{
    const QTemporaryDir folder;
    const auto first = TokenKeys::fromDataDirectory(folder.path())->current();
    QVERIFY(TokenKeys::rotate(folder.path()));
    const auto rotated = TokenKeys::fromDataDirectory(folder.path());
    QVERIFY(rotated->current().secret != first.secret);
    QCOMPARE(rotated->find(first.id)->secret, first.secret);
    QVERIFY(TokenKeys::rotate(folder.path()));
    const auto again = TokenKeys::fromDataDirectory(folder.path());
    QVERIFY(!again->find(first.id));
    QVERIFY(again->find(rotated->current().id));
}

void TestTokenKeys::refusesDamagedFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << toBase64Url(randomBytes(31));
    QTest::newRow("long") << toBase64Url(randomBytes(33));
    QTest::newRow("no base64url") << QByteArray("not a key at all, but long enough!!");
}

void TestTokenKeys::refusesDamagedFile()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    QVERIFY(replaceSecretFile(folder.filePath(u"token-key"_s), content));
    const auto keys = TokenKeys::fromDataDirectory(folder.path());
    QVERIFY(!keys);
    QVERIFY(keys.error().contains(u"token-key"_s));
    QVERIFY(content.isEmpty() || !keys.error().contains(QString::fromLatin1(content)));
}

QTEST_GUILESS_MAIN(TestTokenKeys)
#include "test_token_keys.moc"
