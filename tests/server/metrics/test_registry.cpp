// SPDX-License-Identifier: GPL-3.0-only
#include "metrics/process_figures.h"
#include "metrics/registry.h"
#include "tests/server/metrics/scrape.h"

#include <QDateTime>
#include <QTemporaryFile>
#include <QTest>

#include <ctime>

using namespace holdfast;
using namespace holdfast::metrics;
using namespace holdfast::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The text of a registry, as Prometheus' own Python client reads it; and that judge itself.
class TestRegistry final : public QObject
{
    Q_OBJECT

private slots:
    void tellsEveryKind();
    void asksWhenItIsRead();
    void valuesOfLabelsMayBeAnything();
    void bigNumbersAreWhole();
    void processFiguresAreOurs();
    void judgeFindsPlantedFaults_data();
    void judgeFindsPlantedFaults();
};

namespace {

/// One metric of each kind, the counter with two series.
QByteArray sampleText()
{
    Counter one;
    Counter two;
    DurationCounter time;
    Level level;
    DurationHistogram duration;
    one.add(3);
    two.add(4);
    time.add(1'500ms);
    level.change(7);
    duration.observe(3ms);
    duration.observe(10s);
    Registry registry;
    registry.add("test_things_total", "Things.", one, {{"kind", "one"}});
    registry.add("test_things_total", "Things.", two, {{"kind", "two"}});
    registry.add("test_time_seconds_total", "Time.", time);
    registry.add("test_level", "A level.", level);
    registry.add("test_duration_seconds", "Durations.", duration);
    return registry.text();
}

/// After this process has kept a processor busy for so long.
QByteArray textAfterSomeWork(const Registry &registry, double seconds)
{
    const auto ticks = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
    while (std::clock() < ticks) { }
    return registry.text();
}

} // namespace

void TestRegistry::tellsEveryKind()
{
    const Scrape scrape(sampleText());
    QCOMPARE(scrape.faults(), QStringList());
    QCOMPARE(scrape.sum(u"test_things_total"_s), 7.0);
    QCOMPARE(scrape.sum(u"test_things_total"_s, {{u"kind"_s, u"two"_s}}), 4.0);
    QCOMPARE(scrape.sum(u"test_time_seconds_total"_s), 1.5);
    QCOMPARE(scrape.sum(u"test_level"_s), 7.0);
    QCOMPARE(scrape.sum(u"test_duration_seconds_count"_s), 2.0);
    QCOMPARE(scrape.sum(u"test_duration_seconds_sum"_s), 10.003);
    QCOMPARE(scrape.sum(u"test_duration_seconds_bucket"_s, {{u"le"_s, u"0.005"_s}}), 1.0);
    QCOMPARE(scrape.sum(u"test_duration_seconds_bucket"_s, {{u"le"_s, u"+Inf"_s}}), 2.0);
}

void TestRegistry::asksWhenItIsRead()
{
    int asked = 0;
    Registry registry;
    registry.addGauge("test_now", "Now.", [&asked] { return ++asked; });
    registry.addCounter("test_so_far_total", "So far.", [] { return 0.25; });
    QCOMPARE(asked, 0);
    QCOMPARE(Scrape(registry.text()).sum(u"test_now"_s), 1.0);
    const Scrape second(registry.text());
    QCOMPARE(second.sum(u"test_now"_s), 2.0);
    QCOMPARE(second.sum(u"test_so_far_total"_s), 0.25);
}

void TestRegistry::valuesOfLabelsMayBeAnything()
{
    const auto value = u"a \"quoted\"\\path\nof two lines, {ü}=1"_s;
    Registry registry;
    registry.addGauge("test_label", "A label.", [] { return 1.0; }, {{"text", value.toStdString()}});
    const Scrape scrape(registry.text());
    QCOMPARE(scrape.faults(), QStringList());
    QCOMPARE(scrape.sum(u"test_label"_s, {{u"text"_s, value}}), 1.0);
}

void TestRegistry::bigNumbersAreWhole()
{
    Counter counter;
    counter.add(9'007'199'254'740'991); // 2^53 - 1
    Registry registry;
    registry.add("test_big_total", "Big.", counter);
    QCOMPARE(Scrape(registry.text()).sum(u"test_big_total"_s), 9'007'199'254'740'991.0);
}

void TestRegistry::processFiguresAreOurs()
{
    Registry registry;
    addProcessFigures(registry);
    const auto textBefore = registry.text();
    QTemporaryFile opened;
    QVERIFY(opened.open());
    const Scrape after(textAfterSomeWork(registry, 0.02));
    const Scrape before(textBefore); // the judge opens files as well
    QCOMPARE(before.faults(), QStringList());
    QVERIFY(after.sum(u"process_cpu_seconds_total"_s) >= before.sum(u"process_cpu_seconds_total"_s) + 0.02);
    QCOMPARE(after.sum(u"process_open_fds"_s), before.sum(u"process_open_fds"_s) + 1);
    QVERIFY(after.sum(u"process_max_fds"_s) >= 64);
    const auto memory = after.sum(u"process_resident_memory_bytes"_s);
    QVERIFY(memory > 1e6 && memory < after.sum(u"process_virtual_memory_bytes"_s));
    const auto started = after.sum(u"process_start_time_seconds"_s);
    const auto now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    QVERIFY2(started > now - 600 && started < now + 2, QByteArray::number(started - now).constData());
}

void TestRegistry::judgeFindsPlantedFaults_data()
{
    QTest::addColumn<QByteArray>("what");
    QTest::addColumn<QByteArray>("by");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const char *what, const char *by, const char *fault) {
        QTest::newRow(name) << QByteArray(what) << QByteArray(by) << QString::fromLatin1(fault);
    };
    row("a series twice", "kind=\"two\"", "kind=\"one\"", "there 2 times");
    row("no help", "# HELP test_level A level.\n", "", "test_level: no HELP");
    row("no type", "# TYPE test_level gauge\n", "", "test_level: its TYPE is");
    row("no number", "test_level 7", "test_level seven", "cannot be read");
    row("a label cut off", "{kind=\"two\"}", "{kind=\"two}", "cannot be read");
    row("a counter that is negative", "} 4\n", "} -4\n", "-4");
    row("a counter without its ending", "test_time_seconds_total", "test_time_seconds",
        "a counter without _total");
    row("milliseconds", "test_duration_seconds", "test_duration_milliseconds", "no base unit");
    row("buckets that fall", "le=\"0.005\"} 1", "le=\"0.005\"} 2", "buckets do not ascend");
    row("another count", "test_duration_seconds_count 2", "test_duration_seconds_count 3",
        "last bucket is not its count");
    row("no sum", "test_duration_seconds_sum 10.003\n", "", "not a whole histogram");
    row("a last line that does not end", "le=\"+Inf\"} 2\n", "le=\"+Inf\"} 2", "does not end");
}

void TestRegistry::judgeFindsPlantedFaults()
{
    QFETCH(const QByteArray, what);
    QFETCH(const QByteArray, by);
    QFETCH(const QString, fault);
    auto text = sampleText();
    QVERIFY2(text.contains(what), text.constData());
    text.replace(what, by);
    const auto faults = Scrape(text).faults().join(u'\n');
    QVERIFY2(faults.contains(fault), qPrintable(faults));
}

QTEST_GUILESS_MAIN(TestRegistry)
#include "test_registry.moc"
