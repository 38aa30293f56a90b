// SPDX-License-Identifier: GPL-3.0-only
#pragma once

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

/// Calls `act` on `receiver` for `keys` while the focus is in `where`.
template <typename Receiver, typename Act>
void addShortcut(const QKeySequence &keys, QWidget *where, Receiver *receiver, Act act)
{
    auto *shortcut = new QShortcut(keys, where);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    QObject::connect(shortcut, &QShortcut::activated, receiver, act);
}

} // namespace holdfast
