// SPDX-License-Identifier: GPL-3.0-only
// How the window is put together and kept; what a beat does stands in main_window.cpp.
#include "ui/main_window.h"

#include "ui/frame/alarm_banner.h"
#include "ui/frame/navigation_rail.h"
#include "ui/frame/tile_row.h"
#include "ui/frame/top_strip.h"
#include "ui/live_page/live_page.h"
#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme_switch.h"
#include "ui/widgets/icon.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize smallestSize{1024, 640};
constexpr QSize firstSize{1440, 900};
// The window for which the desktop's own font size is right; a larger one grows its font, to be read from
// afar.
constexpr QSizeF plainSize{1240, 760};
constexpr double scaleMax = 2.6;

} // namespace

MainWindow::MainWindow(std::shared_ptr<FeedTap> tap, QWidget *parent)
    : QMainWindow(parent)
    , m_tap(std::move(tap))
    , m_desktopFont(QApplication::font())
    , m_plainFont(consoleFont())
    , m_theme(new ThemeSwitch(this))
{
    loadUiResources();
    setWindowTitle(tr("Holdfast"));
    setWindowIcon(QIcon(u":/icons/holdfast.svg"_s));
    setMinimumSize(smallestSize);
    buildPages();
    buildFrame();
    buildMenus();
    connect(m_theme, &ThemeSwitch::changed, this, &MainWindow::restyle);
    connect(&m_timer, &QTimer::timeout, this, [this] { showChanges(m_tap->take()); });
    restoreState();
    fitToSize();
    showFrame();
}

MainWindow::~MainWindow()
{
    // The pages read what this window knows: they go first.
    m_timer.stop();
    delete takeCentralWidget();
    QApplication::setFont(m_desktopFont);
}

void MainWindow::buildFrame()
{
    m_strip = new TopStrip;
    m_banner = new AlarmBanner;
    m_tiles = new TileRow;
    auto *content = new QWidget;
    content->setObjectName(u"content"_s);
    auto *contentLayout = new QVBoxLayout(content);
    contentLayout->addWidget(m_tiles);
    contentLayout->addWidget(m_pages, 1);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(content, 1);
    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addWidget(m_banner);
    layout->addLayout(middle, 1);
    setCentralWidget(central);
    m_rail->setCurrent(0);
}

void MainWindow::fitToSize()
{
    const double wanted = std::min(width() / plainSize.width(), height() / plainSize.height());
    const QFont fitting = scaledFont(m_plainFont, std::clamp(wanted, 1.0, scaleMax));
    if (fitting == QApplication::font() && !styleSheet().isEmpty())
        return;
    // Not the window's own font: below a style sheet Qt hands down the application's only.
    QApplication::setFont(fitting);
    restyle();
}

void MainWindow::restyle()
{
    const int em = qRound(emOf(QApplication::font()));
    setStyleSheet(styleSheetOf(themeOf(QApplication::palette()), em));
    QLayout *content = findChild<QWidget *>(u"content"_s)->layout();
    content->setContentsMargins(em * 3 / 4, em * 3 / 4, em * 3 / 4, em * 3 / 4);
    content->setSpacing(em * 3 / 4);
}

void MainWindow::restoreState()
{
    const QSettings settings;
    resize(firstSize);
    restoreGeometry(settings.value("console/geometry"_L1).toByteArray());
    m_theme->choose(static_cast<ThemeChoice>(std::clamp(settings.value("console/theme"_L1).toInt(), 0, 2)));
    m_live->setStockOrder(
        static_cast<LivePage::StockOrder>(std::clamp(settings.value("console/stockOrder"_L1).toInt(), 0, 3)));
    showPage(
        static_cast<Page>(std::clamp(settings.value("console/page"_L1).toInt(), 0, m_pages->count() - 1)));
}

void MainWindow::saveState() const
{
    QSettings settings;
    settings.setValue("console/geometry"_L1, saveGeometry());
    settings.setValue("console/theme"_L1, static_cast<int>(m_theme->choice()));
    settings.setValue("console/stockOrder"_L1, static_cast<int>(m_live->stockOrder()));
    settings.setValue("console/page"_L1, m_pages->currentIndex());
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    m_timer.start(beat);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    setWallMode(false);
    saveState();
    m_timer.stop();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fitToSize();
}

} // namespace holdfast
