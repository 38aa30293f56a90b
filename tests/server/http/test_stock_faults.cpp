// SPDX-License-Identifier: GPL-3.0-only
// Every fault of the list in server/http/README.md: the check must see it on Qt's stock server, so that we
// know it can fail, and must not see it on ours.
#include "tests/server/http/check.h"

#include <QTest>

#include <set>

using Kind = ServerUnderTest::Kind;

namespace {

const std::vector<Check> &allChecks()
{
    static const std::vector<Check> checks = [] {
        std::vector<Check> all;
        for (auto part :
             {framingChecks(), targetChecks(), replyChecks(), resourceChecks(), webSocketChecks()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return checks;
}

} // namespace

class TestStockFaults : public QObject
{
    Q_OBJECT

private slots:
    void everyLineHasACheck();
    void oursBehaves_data() { addRows(); }
    void oursBehaves();
    void stockMisbehaves_data() { addRows(); }
    void stockMisbehaves();

private:
    static void addRows();
};

void TestStockFaults::addRows()
{
    QTest::addColumn<int>("index");
    for (size_t index = 0; index < allChecks().size(); ++index) {
        const Check &check = allChecks().at(index);
        QTest::addRow("line %d: %s", check.line, check.name) << static_cast<int>(index);
    }
}

void TestStockFaults::everyLineHasACheck()
{
    constexpr size_t lines = 20;
    std::set<int> covered;
    for (const Check &check : allChecks())
        covered.insert(check.line);
    QCOMPARE(covered.size(), lines);
}

void TestStockFaults::oursBehaves()
{
    QFETCH(int, index);
    const auto fault = allChecks().at(static_cast<size_t>(index)).run(Kind::Ours);
    QVERIFY2(!fault, qPrintable(fault.value_or(QString())));
}

void TestStockFaults::stockMisbehaves()
{
    QFETCH(int, index);
    const auto fault = allChecks().at(static_cast<size_t>(index)).run(Kind::Stock);
    QVERIFY2(fault, "the stock server passes, so the check proves nothing");
}

QTEST_GUILESS_MAIN(TestStockFaults)
#include "test_stock_faults.moc"
