// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/listing_pages.h"

#include <QTest>

using namespace holdfast;
using http::ListingPages;

namespace {

Instant at(int second)
{
    return Instant(std::chrono::seconds(second));
}

} // namespace

class TestListingPages final : public QObject
{
    Q_OBJECT

private slots:
    void keepsForAsLongAsNothingMoves();
    void forgetsOldRevisions();
    void staysSmall();
};

void TestListingPages::keepsForAsLongAsNothingMoves()
{
    ListingPages pages;
    pages.keep("limit=2", {.revision = 7, .from = at(10), .until = at(20)}, "two");
    QCOMPARE(pages.find("limit=2", 7, at(10)), "two");
    QCOMPARE(pages.find("limit=2", 7, at(19)), "two");
    QVERIFY(!pages.find("limit=2", 7, at(20)));
    QVERIFY(!pages.find("limit=2", 7, at(9)));
    QVERIFY(!pages.find("limit=3", 7, at(15)));
    QVERIFY(!pages.find("limit=2", 8, at(15)));
    pages.keep("limit=2", {.revision = 7, .from = at(20), .until = at(30)}, "later");
    QCOMPARE(pages.find("limit=2", 7, at(25)), "later");
    QVERIFY(!pages.find("limit=2", 7, at(15)));
}

void TestListingPages::forgetsOldRevisions()
{
    ListingPages pages;
    pages.keep("", {.revision = 7}, "old");
    pages.keep("limit=2", {.revision = 8}, "new");
    QVERIFY(!pages.find("", 8, at(0)));
    QVERIFY(!pages.find("", 7, at(0)));
    // Written by somebody who had looked before.
    pages.keep("", {.revision = 7}, "old");
    QVERIFY(!pages.find("", 7, at(0)));
    QCOMPARE(pages.find("limit=2", 8, at(0)), "new");
}

void TestListingPages::staysSmall()
{
    ListingPages pages;
    const auto queryOf = [](qsizetype number) { return QByteArray::number(static_cast<int>(number)); };
    const auto keptOf = [&](qsizetype end) {
        qsizetype kept = 0;
        for (qsizetype number = 0; number < end; ++number)
            kept += pages.find(queryOf(number), 1, at(0)) ? 1 : 0;
        return kept;
    };
    for (qsizetype number = 0; number <= ListingPages::pagesMax; ++number) {
        pages.keep(queryOf(number), {.revision = 1}, "page");
        QVERIFY(pages.find(queryOf(number), 1, at(0)));
    }
    QCOMPARE(keptOf(ListingPages::pagesMax + 1), 1);

    const QByteArray half(ListingPages::bytesMax / 2 - 100, 'x');
    for (qsizetype number = 0; number < 3; ++number)
        pages.keep(queryOf(number), {.revision = 1}, half);
    QCOMPARE(keptOf(3), 1);
    // One of the same name takes no further room.
    for (int round = 0; round < 3; ++round)
        pages.keep(queryOf(3), {.revision = 1}, half);
    QCOMPARE(keptOf(4), 2);
    pages.keep("large", {.revision = 1}, QByteArray(ListingPages::bytesMax, 'x'));
    QVERIFY(!pages.find("large", 1, at(0)));
}

QTEST_APPLESS_MAIN(TestListingPages)
#include "test_listing_pages.moc"
