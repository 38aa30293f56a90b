// SPDX-License-Identifier: GPL-3.0-only
#include "gallery_scene.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>

namespace holdfast::test {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

void wait(std::chrono::milliseconds time)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < time.count())
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

Scene::Scene(QSize size, ThemeChoice theme)
    : window(feed.tap())
{
    window.resize(size);
    window.findChild<ThemeSwitch *>()->choose(theme);
    window.show();
}

void Scene::open(int products, int holds, int purchases)
{
    feed.updateService([this](ServiceState &state) { state = goodService(shop); });
    shop.openProducts(products);
    shop.openSale(42min + 10s);
    shop.reserve(purchases);
    shop.buy(purchases);
    shop.reserve(holds);
    const auto during = feed.tap();
    feed.publishSnapshot(shop.everything(), *during);
}

void Scene::trade(int beats)
{
    for (int step = 0; step < beats; ++step) {
        feed.publish(shop.reserve(6));
        feed.publish(shop.buy(2 + step % 4));
        feed.updateService([&](ServiceState &state) {
            state.orders += 2 + step % 4;
            state.refusals += step % 3;
            state.refusalsByCode[ErrorCode::OutOfStock] += step % 3;
        });
        wait(250ms);
    }
}

Camera::Camera(const QString &directory)
    : m_directory(directory)
{
    m_directory.mkpath(u"."_s);
}

void Camera::take(MainWindow &window, const QString &name) const
{
    takeWidget(&window, name);
}

void Camera::takeDialog(QDialog *dialog, const QString &name) const
{
    takeWidget(dialog, name);
    dialog->reject();
}

void Camera::takeWidget(QWidget *widget, const QString &name) const
{
    wait(350ms);
    const QString path = m_directory.filePath(name + u".png"_s);
    QTextStream(stdout) << path << (widget->grab().save(path) ? " written\n" : " FAILED\n");
}

} // namespace holdfast::test
