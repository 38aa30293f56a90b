// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/passwords/password_hasher.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace holdfast;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::optional<PasswordFault>)

class TestPasswordHasher final : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void judgesPasswords_data();
    void judgesPasswords();
    void randomPasswordsDiffer();
    void hashTellsItsCost();
    void rightPasswordVerifies();
    void wrongPasswordDoesNot_data();
    void wrongPasswordDoesNot();
    void nobodysPasswordIsNeverRight();
    void nobodyTakesAsLong();
    void saltsDiffer();
    void anotherCostNeedsRehash();
    void damagedHashIsNeverRight_data();
    void damagedHashIsNeverRight();

private:
    // Cheap, where the cost is not the point.
    const PasswordHasher m_hasher{{.memoryKib = 64, .passes = 1}};
    const QString m_password = u"correct horse battery staple"_s;
};

void TestPasswordHasher::judgesPasswords_data()
{
    using enum PasswordFault;
    QTest::addColumn<QString>("text");
    QTest::addColumn<std::optional<PasswordFault>>("fault");
    const auto row = [](const char *name, const QString &text, std::optional<PasswordFault> fault) {
        QTest::newRow(name) << text << fault;
    };
    row("shortest", QString(12, u'x'), {});
    row("one too few", QString(11, u'x'), TooShort);
    row("empty", QString(), TooShort);
    row("longest", QString(128, u'x'), {});
    row("one too many", QString(129, u'x'), TooLong);
    row("characters count, not code units: enough", u"🐎"_s.repeated(12), {});
    row("characters count, not code units: too few", u"🐎"_s.repeated(11), TooShort);
    row("128 beyond the basic plane", u"🐎"_s.repeated(128), {});
    row("blanks are characters", u"            "_s, {});
    row("tab", u"elevenchars\t"_s, Unreadable);
    row("line break", u"elevenchars\n"_s, Unreadable);
    row("zero", QString(QString(12, u'x') + QChar(u'\0')), Unreadable);
    row("C1 control", QString(QString(12, u'x') + QChar(0x85)), Unreadable);
    row("half a surrogate pair", QString(QString(12, u'x') + QChar(0xd83d)), Unreadable);
}

void TestPasswordHasher::judgesPasswords()
{
    QFETCH(QString, text);
    QFETCH(std::optional<PasswordFault>, fault);
    const auto password = Password::from(text);
    QCOMPARE(password.has_value(), !fault.has_value());
    if (password)
        QCOMPARE(password->text(), text);
    else
        QVERIFY(password.error() == *fault && !describe(*fault).isEmpty());
}

void TestPasswordHasher::randomPasswordsDiffer()
{
    QSet<QString> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(Password::random().text());
    QCOMPARE(seen.size(), 100);
    QVERIFY(Password::from(*seen.begin()));
}

void TestPasswordHasher::hashTellsItsCost()
{
    const auto hash = PasswordHasher().hash(*Password::from(m_password));
    QVERIFY(hash);
    QVERIFY2(hash->startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash->constData());
    QVERIFY(!hash->contains('\0'));
}

void TestPasswordHasher::rightPasswordVerifies()
{
    for (const auto &text : {m_password, u"žluťoučký 🐎 úpěl"_s, QString(128, u'x')}) {
        const auto hash = m_hasher.hash(*Password::from(text));
        QVERIFY(m_hasher.verify(hash, text));
        QVERIFY2(PasswordHasher().verify(hash, text), "a hash tells its own cost");
    }
}

void TestPasswordHasher::wrongPasswordDoesNot_data()
{
    QTest::addColumn<QString>("tried");
    QTest::newRow("another") << u"correct horse battery stapler"_s;
    QTest::newRow("another case") << u"Correct horse battery staple"_s;
    QTest::newRow("blank behind") << u"correct horse battery staple "_s;
    QTest::newRow("cut at a zero") << QString(u"correct horse battery staple"_s + QChar(u'\0'));
    QTest::newRow("empty") << QString();
    QTest::newRow("very long") << QString(100'000, u'x');
    QTest::newRow("no Unicode") << QString(20, QChar(0xd83d));
}

void TestPasswordHasher::wrongPasswordDoesNot()
{
    QFETCH(QString, tried);
    const auto hash = m_hasher.hash(*Password::from(m_password));
    QVERIFY(!m_hasher.verify(hash, tried));
}

void TestPasswordHasher::nobodysPasswordIsNeverRight()
{
    QVERIFY(!m_hasher.verify(std::nullopt, m_password));
    QVERIFY(!m_hasher.verify(std::nullopt, QString()));
}

// The least of several runs, so that a busy machine does not matter much.
void TestPasswordHasher::nobodyTakesAsLong()
{
    const PasswordHasher hasher;
    const std::optional<QByteArray> hash = hasher.hash(*Password::from(m_password));
    const auto least = [&hasher](const std::optional<QByteArray> &kept) {
        qint64 best = std::numeric_limits<qint64>::max();
        for (int i = 0; i < 7; ++i) {
            QElapsedTimer timer;
            timer.start();
            static_cast<void>(hasher.verify(kept, u"a wrong password"_s));
            best = std::min(best, timer.nsecsElapsed());
        }
        return best;
    };
    const auto known = static_cast<double>(least(hash));
    const auto unknown = static_cast<double>(least({}));
    QVERIFY2(unknown > known / 2 && unknown < known * 2, qPrintable(u"%1 to %2"_s.arg(unknown).arg(known)));
}

void TestPasswordHasher::saltsDiffer()
{
    const auto password = *Password::from(m_password);
    QVERIFY(m_hasher.hash(password) != m_hasher.hash(password));
}

void TestPasswordHasher::anotherCostNeedsRehash()
{
    const auto password = *Password::from(m_password);
    QVERIFY(!m_hasher.needsRehash(*m_hasher.hash(password)));
    const PasswordHasher dearer({.memoryKib = 128, .passes = 1});
    QVERIFY(dearer.needsRehash(*m_hasher.hash(password)));
    const PasswordHasher slower({.memoryKib = 64, .passes = 2});
    QVERIFY(slower.needsRehash(*m_hasher.hash(password)));
    QVERIFY(m_hasher.needsRehash("nonsense"));
}

void TestPasswordHasher::damagedHashIsNeverRight_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("the password itself") << m_password.toUtf8();
    QTest::newRow("cut") << m_hasher.hash(*Password::from(m_password))->chopped(1);
    QTest::newRow("another algorithm")
        << QByteArray("$2b$12$KIXQbZ1H1vQ0b8eJb8eJbuJ8eJb8eJb8eJb8eJb8eJb8eJb8eJb8e");
}

void TestPasswordHasher::damagedHashIsNeverRight()
{
    QFETCH(QByteArray, hash);
    QVERIFY(!m_hasher.verify(hash, m_password));
}

QTEST_GUILESS_MAIN(TestPasswordHasher)
#include "test_password_hasher.moc"
