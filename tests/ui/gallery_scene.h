// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "sample_shop.h"
#include "ui/main_window.h"
#include "ui/theme/theme_switch.h"

#include <QDialog>
#include <QDir>

namespace holdfast::test {

/// Lets the console live for that long.
void wait(std::chrono::milliseconds time);

/// A shop, its feed and a window on it.
struct Scene
{
    Scene(QSize size, ThemeChoice theme);

    void open(int products, int holds, int purchases);
    void trade(int beats);

    SampleShop shop;
    ChangeFeed feed;
    MainWindow window;
};

/// Writes pictures into a directory, which it makes.
class Camera final
{
public:
    explicit Camera(const QString &directory);

    void take(MainWindow &window, const QString &name) const;
    /// Closes it, too.
    void takeDialog(QDialog *dialog, const QString &name) const;
    /// A message box or a dialog that is to stay open.
    void takeWidget(QWidget *widget, const QString &name) const;

private:
    QDir m_directory;
};

} // namespace holdfast::test
