// SPDX-License-Identifier: GPL-3.0-only
#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"
#include "ui/theme/theme_switch.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace holdfast;
using namespace Qt::StringLiterals;

namespace {

/// WCAG 2.1: relative luminance of sRGB.
double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &left, const QColor &right)
{
    const double lighter = std::max(luminance(left), luminance(right));
    const double darker = std::min(luminance(left), luminance(right));
    return (lighter + 0.05) / (darker + 0.05);
}

constexpr double textContrastMin = 4.5;

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { loadUiResources(); }

    void contrastIsMeasuredRight()
    {
        QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21.0) < 0.01);
        QVERIFY(contrast(QColor(0x999999), Qt::white) < textContrastMin);
    }

    void textIsReadable_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void textIsReadable()
    {
        QFETCH(bool, isDark);
        const Theme &theme = isDark ? darkTheme() : lightTheme();
        for (const QColor &text : {theme.text, theme.mutedText, theme.good, theme.warning, theme.bad}) {
            for (const QColor &ground : {theme.window, theme.panel, theme.raised})
                QVERIFY2(contrast(text, ground) >= textContrastMin,
                         qPrintable(text.name() + u" on "_s + ground.name()));
        }
        QVERIFY(contrast(theme.text, theme.selection) >= textContrastMin);
        QVERIFY(contrast(theme.mutedText, theme.selection) >= 3.0);
        QVERIFY(contrast(theme.onBadFill, theme.badFill) >= textContrastMin);
        QVERIFY(contrast(theme.accentText, theme.accent) >= textContrastMin);
        QVERIFY(contrast(isDark ? theme.window : theme.panel, theme.good) >= textContrastMin);
        QVERIFY(contrast(isDark ? theme.window : theme.panel, theme.warning) >= textContrastMin);
    }

    void themeIsFoundBackFromItsPalette()
    {
        QVERIFY(themeOf(paletteOf(darkTheme())).isDark);
        QVERIFY(!themeOf(paletteOf(lightTheme())).isDark);
    }

    void styleSheetHasNoHoles()
    {
        const QString sheet = styleSheetOf(lightTheme(), 16);
        QVERIFY(sheet.contains(lightTheme().panel.name()));
        QVERIFY2(!sheet.mid(sheet.indexOf(u"*/\n/*"_s) + 200).contains(u'@'), qPrintable(sheet));
    }

    void switchGoesRound()
    {
        ThemeSwitch themes;
        QSignalSpy changed(&themes, &ThemeSwitch::changed);
        themes.choose(ThemeChoice::Dark);
        QVERIFY(themeOf(QApplication::palette()).isDark);
        themes.choose(ThemeChoice::Light);
        QVERIFY(!themeOf(QApplication::palette()).isDark);
        themes.chooseNext();
        themes.chooseNext();
        themes.chooseNext();
        QCOMPARE(themes.choice(), ThemeChoice::Light);
        QCOMPARE(changed.count(), 5);
    }

    void digitsAreEquallyWide()
    {
        const QFontMetricsF metrics(scaledFont(consoleFont(), 3));
        for (int digit = 0; digit <= 9; ++digit)
            QCOMPARE(metrics.horizontalAdvance(QString::number(digit)), metrics.horizontalAdvance(u"0"_s));
    }
};

QTEST_MAIN(ThemeTest)
#include "test_theme.moc"
