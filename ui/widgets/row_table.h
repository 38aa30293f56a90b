// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QApplication>
#include <QKeySequence>
#include <QShortcut>
#include <QWidget>

class QTableView;

namespace holdfast {

/// A table of whole rows as the console's pages show them: no grid, no row numbers, Tab leaves it. One row
/// can be selected, unless the page allows more.
QTableView *makeRowTable(const QString &objectName, const QString &accessibleName);

/// Fits the rows to the font: two ems high.
void fitRowsToFont(QTableView *table, int em);

/// Calls `act`, a member of `receiver`, for `keys` while the focus is in `where`, but never behind an open
/// dialog: a key may come before the dialog has the keyboard.
template <typename Receiver, typename Act>
QShortcut *addShortcut(const QKeySequence &keys, QWidget *where, Receiver *receiver, Act act)
{
    auto *shortcut = new QShortcut(keys, where);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, receiver, [receiver, act] {
        if (!QApplication::activeModalWidget())
            (receiver->*act)();
    });
    return shortcut;
}

} // namespace holdfast
