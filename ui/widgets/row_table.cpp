// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/row_table.h"

#include <QHeaderView>
#include <QTableView>

namespace holdfast {

QTableView *makeRowTable(const QString &objectName, const QString &accessibleName)
{
    auto *table = new QTableView;
    table->setObjectName(objectName);
    table->setAccessibleName(accessibleName);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setHighlightSections(false);
    return table;
}

void fitRowsToFont(QTableView *table, int em)
{
    table->verticalHeader()->setMinimumSectionSize(em * 2);
    table->verticalHeader()->setDefaultSectionSize(em * 2);
}

} // namespace holdfast
