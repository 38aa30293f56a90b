// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/theme.h"
#include "ui/widgets/stock_bar.h"

#include <QImage>
#include <QPainter>
#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <limits>

using namespace holdfast;

class StockBarTest : public QObject
{
    Q_OBJECT

private slots:
    void segmentsAddUpForAnyNumbers();
    void aLastUnitIsSeen();
    void nothingHasNoSegments();
    void negativeNumbersCountAsZero();
    void paintedPixelsAreTheSegments();
};

void StockBarTest::segmentsAddUpForAnyNumbers()
{
    QRandomGenerator random(1);
    constexpr std::array bounds{2, 10, 1000, 1'000'000, std::numeric_limits<int>::max()};
    for (int round = 0; round < 200'000; ++round) {
        const auto any = [&] { return static_cast<int>(random.bounded(bounds[random.bounded(5U)])); };
        const StockLevel stock{0, any(), any(), any()};
        const int width = static_cast<int>(random.bounded(1, 5000));
        const BarSegments segments = barSegments(stock, width);
        const bool isEmpty = stock.available == 0 && stock.reserved == 0 && stock.sold == 0;
        QCOMPARE(segments.sold + segments.held + segments.available, isEmpty ? 0 : width);
        QVERIFY(segments.sold >= 0 && segments.held >= 0 && segments.available >= 0);
        QVERIFY(stock.sold > 0 || segments.sold == 0);
        QVERIFY(stock.reserved > 0 || segments.held == 0);
        QVERIFY(stock.available > 0 || segments.available == 0);
    }
}

void StockBarTest::aLastUnitIsSeen()
{
    const BarSegments segments = barSegments({1'000'000, 1, 1, 999'998}, 300);
    QCOMPARE(segments, (BarSegments{294, barSegmentWidthMin, barSegmentWidthMin}));
}

void StockBarTest::nothingHasNoSegments()
{
    QCOMPARE(barSegments({}, 300), BarSegments{});
    QCOMPARE(barSegments({5, 5, 0, 0}, 0), BarSegments{});
}

void StockBarTest::negativeNumbersCountAsZero()
{
    QCOMPARE(barSegments({10, -5, 0, 10}, 100), (BarSegments{100, 0, 0}));
}

void StockBarTest::paintedPixelsAreTheSegments()
{
    QImage image(200, 20, QImage::Format_RGB32);
    image.fill(Qt::magenta);
    QPainter painter(&image);
    paintStockBar(painter, QRectF(image.rect()), {100, 50, 0, 50}, lightTheme());
    painter.end();
    int sold = 0;
    int available = 0;
    for (int x = 0; x < image.width(); ++x) {
        const QColor color = image.pixelColor(x, 10);
        sold += color == lightTheme().sold;
        available += color == lightTheme().available;
    }
    QCOMPARE(sold, 100);
    QCOMPARE(available, 100);
}

QTEST_MAIN(StockBarTest)
#include "test_stock_bar.moc"
