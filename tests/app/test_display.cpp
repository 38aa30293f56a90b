// SPDX-License-Identifier: GPL-3.0-only
#include "app/display.h"

#include <QLocalServer>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

QProcessEnvironment environmentOf(const QMap<QString, QString> &variables)
{
    QProcessEnvironment environment;
    for (auto entry = variables.begin(); entry != variables.end(); ++entry)
        environment.insert(entry.key(), entry.value());
    return environment;
}

} // namespace

class TestDisplay final : public QObject
{
    Q_OBJECT

private slots:
    void saysThatNoneIsNamed();
    void saysThatNoneAnswers_data();
    void saysThatNoneAnswers();
    void takesAWaylandThatAnswers();
    void takesAnX11ThatAnswers();
    void offscreenNeedsNone();
};

void TestDisplay::saysThatNoneIsNamed()
{
    const auto missing = missingDisplay(environmentOf({}));
    QVERIFY(missing);
    QVERIFY(missing->startsWith(u"There is no display"_s));
}

void TestDisplay::saysThatNoneAnswers_data()
{
    QTest::addColumn<QString>("display");
    QTest::newRow("local") << u":9876"_s;
    QTest::newRow("with screen") << u":9876.0"_s;
    QTest::newRow("unix") << u"unix:9876"_s;
    QTest::newRow("remote") << u"127.0.0.1:59535"_s;
    QTest::newRow("nonsense") << u"nonsense"_s;
}

void TestDisplay::saysThatNoneAnswers()
{
    QFETCH(QString, display);
    const auto missing = missingDisplay(environmentOf({{u"DISPLAY"_s, display}}));
    QVERIFY(missing);
    QCOMPARE(*missing, u"The display %1 does not answer."_s.arg(display));
    QVERIFY(missingDisplay(environmentOf({{u"DISPLAY"_s, display}, {u"QT_QPA_PLATFORM"_s, u"xcb"_s}})));
}

void TestDisplay::takesAWaylandThatAnswers()
{
    QTemporaryDir runtime;
    QLocalServer server;
    QVERIFY(server.listen(runtime.filePath(u"wayland-7"_s)));
    auto environment =
        environmentOf({{u"WAYLAND_DISPLAY"_s, u"wayland-7"_s}, {u"XDG_RUNTIME_DIR"_s, runtime.path()}});
    QVERIFY(!missingDisplay(environment));
    server.close();
    QVERIFY(missingDisplay(environment));
}

void TestDisplay::takesAnX11ThatAnswers()
{
    // X11 over TCP: display n is port 6000 + n, so a listener above 6000 stands for one
    constexpr int x11PortBase = 6000;
    QTcpServer server;
    for (quint16 port = 6900; !server.isListening() && port < 7000; ++port)
        server.listen(QHostAddress::LocalHost, port);
    QVERIFY(server.isListening());
    const QString display = u"127.0.0.1:%1.0"_s.arg(server.serverPort() - x11PortBase);
    QVERIFY(!missingDisplay(environmentOf({{u"DISPLAY"_s, display}})));
}

void TestDisplay::offscreenNeedsNone()
{
    QVERIFY(!missingDisplay(environmentOf({{u"QT_QPA_PLATFORM"_s, u"offscreen"_s}})));
}

QTEST_GUILESS_MAIN(TestDisplay)
#include "test_display.moc"
