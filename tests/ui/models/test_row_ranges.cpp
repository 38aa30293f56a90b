// SPDX-License-Identifier: GPL-3.0-only
#include "ui/models/row_ranges.h"

#include <QTest>

using namespace holdfast;

class RowRangesTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingGivesNothing() { QVERIFY(mergedRanges({}).empty()); }

    void neighboursAndDoublesMerge()
    {
        const std::vector<RowRange> expected{{1, 3}, {5, 5}, {8, 9}};
        QVERIFY(mergedRanges({9, 1, 3, 2, 2, 5, 8}) == expected);
    }

    void fewScatteredRowsStayApart()
    {
        std::vector<int> rows;
        for (int row = 0; row < rowRangesMax; ++row)
            rows.push_back(row * 2);
        QCOMPARE(std::ssize(coarseRanges(rows)), rowRangesMax);
    }

    void manyScatteredRowsBecomeOneRange()
    {
        std::vector<int> rows;
        for (int row = 0; row <= rowRangesMax; ++row)
            rows.push_back(row * 2);
        const std::vector<RowRange> expected{{0, rowRangesMax * 2}};
        QVERIFY(coarseRanges(rows) == expected);
    }
};

QTEST_APPLESS_MAIN(RowRangesTest)
#include "test_row_ranges.moc"
