// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/secrets/base64_url.h"
#include "accounts/secrets/secret_file.h"
#include "accounts/secrets/sodium.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <latch>
#include <random>
#include <thread>
#include <vector>

using namespace holdfast;
using namespace Qt::StringLiterals;

class TestSecrets final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void signsAsTheStandardSays_data();
    void signsAsTheStandardSays();
    void digestsAsTheStandardSays();
    void fingerprintsTellTextsApart();
    void comparesWholes();
    void base64ComesBack();
    void refusesLooseBase64_data();
    void refusesLooseBase64();
    void readsBase64AsQtDoes();
    void fileIsOnlyOurs();
    void replacesFile();
    void createsOnce();
    void oneOfManyCreates();
    void refusesOpenFile();
    void refusesWhatIsNoFile();
};

// RFC 4231.
void TestSecrets::signsAsTheStandardSays_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("short key") << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
                               << QByteArray(
                                      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("key longer than a block")
        << QByteArray(131, '\xaa') << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
        << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

void TestSecrets::signsAsTheStandardSays()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, code);
    QCOMPARE(hmacSha256(key, message).toHex(), code);
}

void TestSecrets::digestsAsTheStandardSays()
{
    // BLAKE2b-256 of "abc", as b2sum -l 256 prints it.
    QCOMPARE(digest("abc").toHex(),
             QByteArray("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"));
    QVERIFY(digest("abc", "key") != digest("abc"));
}

void TestSecrets::fingerprintsTellTextsApart()
{
    constexpr int texts = 10'000;
    QSet<Fingerprint> all;
    for (int number = 0; number < texts; ++number)
        all.insert(fingerprintOf(QByteArray::number(number)));
    QCOMPARE(all.size(), texts);
    QVERIFY(fingerprintOf("7") == fingerprintOf(QByteArray("7")));
    QVERIFY(all.contains(fingerprintOf("7")) && !all.contains(fingerprintOf("")));
}

void TestSecrets::comparesWholes()
{
    QVERIFY(equalInConstantTime("abc", "abc"));
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(!equalInConstantTime("abc", "abd"));
    QVERIFY(!equalInConstantTime("abc", "ab"));
    QVERIFY(!equalInConstantTime("abc", ""));
}

void TestSecrets::base64ComesBack()
{
    for (qsizetype length = 0; length < 100; ++length) {
        const auto bytes = randomBytes(length);
        const auto text = toBase64Url(bytes);
        QVERIFY(!text.contains('=') && !text.contains('+') && !text.contains('/'));
        QVERIFY(fromBase64Url(text) == std::optional(bytes));
    }
}

void TestSecrets::refusesLooseBase64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("padding") << QByteArray("YQ==");
    QTest::newRow("stray bits") << QByteArray("YR");
    QTest::newRow("impossible length") << QByteArray("YWJjZ");
    QTest::newRow("the other alphabet") << QByteArray("-_+/");
    QTest::newRow("blank") << QByteArray("YW Jj");
    QTest::newRow("line break") << QByteArray("YWJj\n");
    QTest::newRow("zero") << QByteArray("YWJj\0", 5);
    QTest::newRow("beyond ASCII") << QByteArray("YWJ\xc3");
}

void TestSecrets::refusesLooseBase64()
{
    QFETCH(QByteArray, text);
    QVERIFY(!fromBase64Url(text));
}

void TestSecrets::readsBase64AsQtDoes()
{
    constexpr auto form = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    std::mt19937 random(20'261'120);
    int good = 0;
    for (int round = 0; round < 50'000; ++round) {
        auto text = toBase64Url(randomBytes(static_cast<qsizetype>(random() % 9)));
        if (!text.isEmpty() && round % 2 == 0)
            text[static_cast<qsizetype>(random() % static_cast<size_t>(text.size()))] =
                static_cast<char>(random());
        // Qt takes padding, odd lengths and stray bits; encoding it again shows them.
        const auto decoded =
            QByteArray::fromBase64Encoding(text, form | QByteArray::AbortOnBase64DecodingErrors);
        const bool isStrict = decoded && (*decoded).toBase64(form) == text;
        QCOMPARE(fromBase64Url(text), isStrict ? std::optional(*decoded) : std::nullopt);
        good += isStrict ? 1 : 0;
    }
    QVERIFY(good > 25'000 && good < 50'000);
}

void TestSecrets::fileIsOnlyOurs()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(u"secret"_s);
    QVERIFY(replaceSecretFile(path, "text"));
    QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
    const auto text = readSecretFile(path);
    QVERIFY2(text, text ? "" : qPrintable(text.error()));
    QCOMPARE(*text, QByteArray("text"));
}

void TestSecrets::replacesFile()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(u"secret"_s);
    QVERIFY(replaceSecretFile(path, "one"));
    QVERIFY(replaceSecretFile(path, "two"));
    QVERIFY(readSecretFile(path) == QByteArray("two"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"secret"_s});
    const auto nowhere = replaceSecretFile(folder.filePath(u"no/secret"_s), "one");
    QVERIFY(!nowhere && nowhere.error().contains(u"no/secret"_s));
}

void TestSecrets::createsOnce()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(u"secret"_s);
    QVERIFY(createSecretFile(path, "one") == true);
    QVERIFY(createSecretFile(path, "two") == false);
    QVERIFY(readSecretFile(path) == QByteArray("one"));
    QVERIFY(!createSecretFile(folder.filePath(u"no/secret"_s), "one"));
}

void TestSecrets::oneOfManyCreates()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(u"secret"_s);
    constexpr int count = 8;
    std::latch start(count);
    std::atomic<int> created = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            created += createSecretFile(path, QByteArray::number(i)) == true;
            if (readSecretFile(path).value_or("").size() != 1)
                created = 100; // never half a file
        });
    }
    threads.clear();
    QCOMPARE(created.load(), 1);
}

void TestSecrets::refusesOpenFile()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(u"secret"_s);
    QVERIFY(replaceSecretFile(path, "text"));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::ReadGroup));
    const auto text = readSecretFile(path);
    QVERIFY(!text);
    QVERIFY2(text.error().contains(u"0600"_s) && !text.error().contains(u"text"_s), qPrintable(text.error()));
}

void TestSecrets::refusesWhatIsNoFile()
{
    const QTemporaryDir folder;
    QVERIFY(!readSecretFile(folder.path()));
    QVERIFY(!readSecretFile(folder.filePath(u"missing"_s)));
    const auto path = folder.filePath(u"secret"_s);
    QVERIFY(replaceSecretFile(path, "text"));
    QVERIFY(QFile::link(path, folder.filePath(u"link"_s)));
    QVERIFY(!readSecretFile(folder.filePath(u"link"_s)));
    QVERIFY(replaceSecretFile(path, QByteArray(secretFileMax + 1, 'x')));
    QVERIFY(!readSecretFile(path));
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "test_secrets.moc"
