// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/api_keys/api_keys.h"
#include "accounts/api_keys/known_api_keys.h"
#include "tests/support/test_database.h"

#include <QRegularExpression>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

class TestApiKeys final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void secretComesBack();
    void refusesTexts_data();
    void refusesTexts();
    void keptHashedOnly();
    void listsNewestFirst();
    void revokesOnce();
    void notesUse();
    void hasAnEnd();
    void knownKeysAreFound();
    void replacedKeysAreGone();
    void useIsToldOnce();
    void useSurvivesReplacing();
};

namespace {

NewApiKey made(TestDatabase &database, const QString &name = u"storefront"_s)
{
    const auto key = makeApiKey(database.connection(), name, {});
    if (!key || !*key)
        qFatal("Cannot make a key: %s", key ? "too many" : qPrintable(key.error().text));
    return **key;
}

KeptApiKey kept(const ApiKeySecret &secret)
{
    return {ApiKeyId::make(), secret.hash()};
}

} // namespace

void TestApiKeys::secretComesBack()
{
    const auto secret = ApiKeySecret::make();
    QVERIFY(secret.text().startsWith("hf_"));
    QCOMPARE(secret.text().size(), 3 + 43);
    QCOMPARE(secret.hash().size(), 32);
    QCOMPARE(secret.hint(), QString::fromLatin1(secret.text().first(9)));
    QCOMPARE(ApiKeySecret::hashOf(secret.text()), std::optional(secret.hash()));
    QVERIFY(ApiKeySecret::make().text() != secret.text());
}

void TestApiKeys::refusesTexts_data()
{
    const auto good = ApiKeySecret::make().text();
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("prefix only") << QByteArray("hf_");
    QTest::newRow("no prefix") << good.sliced(3);
    QTest::newRow("prefix in capitals") << QByteArray(good).replace(0, 2, "HF");
    QTest::newRow("short") << good.chopped(1);
    QTest::newRow("long") << good + 'A';
    QTest::newRow("padding") << good + '=';
    QTest::newRow("blank behind") << good + ' ';
    QTest::newRow("10 KB") << "hf_" + QByteArray(10'240, 'A');
}

void TestApiKeys::refusesTexts()
{
    QFETCH(QByteArray, text);
    QVERIFY(!ApiKeySecret::hashOf(text));
}

void TestApiKeys::keptHashedOnly()
{
    TestDatabase database;
    const auto key = made(database);
    QCOMPARE(key.key.name, u"storefront"_s);
    QVERIFY(key.key.createdAt > Instant() && !key.key.lastUsedAt && !key.key.revokedAt);
    QVERIFY(database.scalar<QByteArray>(u"SELECT key_hash FROM api_keys"_s) == key.secret.hash());
    const auto row = database.scalar<QString>(u"SELECT api_keys::text FROM api_keys"_s);
    QVERIFY(row.contains(key.secret.hint()));
    QVERIFY(!row.contains(QString::fromLatin1(key.secret.text().sliced(9))));
}

void TestApiKeys::listsNewestFirst()
{
    TestDatabase database;
    for (const auto &name : {u"one"_s, u"two"_s, u"three"_s})
        made(database, name);
    const auto all = listApiKeys(database.connection(), 2, 0);
    QVERIFY(all && all->size() == 2);
    QCOMPARE(all->at(0).name, u"three"_s);
    QCOMPARE(listApiKeys(database.connection(), 2, 2)->at(0).name, u"one"_s);
    QVERIFY(countApiKeys(database.connection()) == 3);
}

void TestApiKeys::revokesOnce()
{
    TestDatabase database;
    const auto key = made(database);
    const auto revoked = revokeApiKey(database.connection(), key.key.id, {});
    QVERIFY(revoked && *revoked);
    QVERIFY((*revoked)->revokedAt);
    const auto again = revokeApiKey(database.connection(), key.key.id, {});
    QVERIFY(again && *again);
    QVERIFY((*again)->revokedAt == (*revoked)->revokedAt);
    const auto nobodys = revokeApiKey(database.connection(), ApiKeyId::make(), {});
    QVERIFY(nobodys && !*nobodys);
}

void TestApiKeys::notesUse()
{
    TestDatabase database;
    const auto used = made(database);
    const auto unused = made(database);
    QVERIFY(noteApiKeysUsed(database.connection(), {used.key.id, ApiKeyId::make()}));
    QVERIFY(noteApiKeysUsed(database.connection(), {}));
    const auto all = listApiKeys(database.connection(), 10, 0);
    for (const auto &key : *all)
        QCOMPARE(key.lastUsedAt.has_value(), key.id == used.key.id);
}

void TestApiKeys::hasAnEnd()
{
    TestDatabase database;
    database.exec(
        u"INSERT INTO api_keys (id, name, key_hash, hint) SELECT gen_random_uuid(), 'one of many',"
        " decode(md5(n::text) || md5(n::text), 'hex'), '' FROM generate_series(1, %1) n"_s.arg(apiKeysMax));
    const auto refused = makeApiKey(database.connection(), u"one more"_s, {});
    QVERIFY(refused && !*refused);
    database.exec(u"UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT id FROM api_keys LIMIT 1)"_s);
    made(database);
}

void TestApiKeys::knownKeysAreFound()
{
    KnownApiKeys known;
    const auto secret = ApiKeySecret::make();
    QVERIFY(!known.find(secret.text()));
    const auto key = kept(secret);
    known.replace({kept(ApiKeySecret::make()), key});
    QVERIFY(known.find(secret.text()) == key.id);
    QVERIFY(!known.find(ApiKeySecret::make().text()));
    QVERIFY(!known.find(QByteArray(secret.text() + ' ')));
    QVERIFY(!known.find(secret.hash()));
    QVERIFY(!known.find(""));
}

void TestApiKeys::replacedKeysAreGone()
{
    KnownApiKeys known;
    const auto secret = ApiKeySecret::make();
    known.replace({kept(secret)});
    QVERIFY(known.find(secret.text()) && known.find(secret.text()));
    known.replace({kept(ApiKeySecret::make())});
    QVERIFY(!known.find(secret.text()));
}

void TestApiKeys::useIsToldOnce()
{
    KnownApiKeys known;
    const auto secret = ApiKeySecret::make();
    const auto key = kept(secret);
    known.replace({key, kept(ApiKeySecret::make())});
    QVERIFY(known.takeUsed().empty());
    known.find(secret.text());
    known.find(secret.text());
    const auto used = known.takeUsed();
    QCOMPARE(used.size(), 1U);
    QVERIFY(used.front() == key.id);
    QVERIFY(known.takeUsed().empty());
}

void TestApiKeys::useSurvivesReplacing()
{
    KnownApiKeys known;
    const auto secret = ApiKeySecret::make();
    const auto key = kept(secret);
    known.replace({key});
    known.find(secret.text());
    known.replace({key});
    QCOMPARE(known.takeUsed().size(), 1U);
}

QTEST_GUILESS_MAIN(TestApiKeys)
#include "test_api_keys.moc"
