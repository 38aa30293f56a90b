// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/api_keys_page.h"

#include "ui/api_keys_page/api_key_dialogs.h"
#include "ui/api_keys_page/api_keys_model.h"
#include "ui/api_keys_page/key_state_delegate.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/row_table.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

ApiKeysPage::ApiKeysPage(QWidget *parent)
    : QWidget(parent)
    , m_model(new ApiKeysModel(this))
    , m_status(new QLabel)
{
    auto *panel = new Panel(tr("API keys"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setObjectName(u"apiKeysStatus"_s);
    panel->addToHeader(m_status);
    panel->addToHeader(makeTools());
    makeTable();
    m_empty = new EmptyState(u"api_keys"_s, tr("No API key yet"),
                             tr("With an API key the backend of a storefront reserves and checks out for its "
                                "customers. Make one for each backend, so that each can be revoked alone."));
    auto *rows = new QWidget;
    m_stack = new QStackedLayout(rows);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_empty->setWaiting(true);
    panel->setContent(rows);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(panel);
    addShortcuts();
    fitToFont();
    showSelection();
    setFocusProxy(m_make);
}

QWidget *ApiKeysPage::makeTools()
{
    m_make = new QPushButton(tr("&Make a key…"));
    m_make->setObjectName(u"makeButton"_s);
    m_make->setToolTip(tr("Make a key for a backend (Ctrl+N)"));
    m_make->setProperty("role", u"primary"_s);
    m_revoke = new QPushButton(tr("Re&voke…"));
    m_revoke->setObjectName(u"revokeButton"_s);
    m_revoke->setToolTip(tr("Revoke the selected key (Delete)"));
    m_revoke->setProperty("role", u"danger"_s);
    connect(m_make, &QPushButton::clicked, this, &ApiKeysPage::askMake);
    connect(m_revoke, &QPushButton::clicked, this, &ApiKeysPage::askRevoke);
    auto *tools = new QWidget;
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_make);
    row->addWidget(m_revoke);
    return tools;
}

void ApiKeysPage::makeTable()
{
    m_table = makeRowTable(u"apiKeysTable"_s, tr("API keys, those in force first"));
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(ApiKeysModel::StateColumn, new KeyStateDelegate(this));
    m_table->horizontalHeader()->setSectionResizeMode(ApiKeysModel::NameColumn, QHeaderView::Stretch);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ApiKeysPage::showSelection);
}

void ApiKeysPage::addShortcuts()
{
    addShortcut(Qt::CTRL | Qt::Key_N, this, this, &ApiKeysPage::askMake);
    addShortcut(Qt::Key_Delete, m_table, this, &ApiKeysPage::askRevoke);
    setTabOrder(m_make, m_revoke);
    setTabOrder(m_revoke, m_table);
}

void ApiKeysPage::fitToFont()
{
    const int em = qRound(emOf(this));
    fitRowsToFont(m_table, em);
    m_table->setColumnWidth(ApiKeysModel::HintColumn, em * 9);
    m_table->setColumnWidth(ApiKeysModel::MadeColumn, em * 11);
    m_table->setColumnWidth(ApiKeysModel::LastUsedColumn, em * 11);
    m_table->setColumnWidth(ApiKeysModel::StateColumn, em * 17);
}

void ApiKeysPage::showKeys(const QList<ApiKey> &keys)
{
    m_isKnown = true;
    m_readingFault.clear();
    m_model->showKeys(keys);
    m_empty->setWaiting(false);
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    showSelection();
}

void ApiKeysPage::showNewKey(const QString &name, const QString &secret)
{
    auto *dialog = new NewApiKeyDialog(name, secret, this);
    dialog->open();
}

void ApiKeysPage::showFault(const QString &reason)
{
    m_fault = reason;
    showStatus();
}

void ApiKeysPage::showReadingFault(const QString &reason)
{
    m_readingFault = reason;
    showStatus();
}

void ApiKeysPage::askMake()
{
    auto *dialog = new MakeApiKeyDialog(this);
    connect(dialog, &MakeApiKeyDialog::confirmed, this, [this](const QString &name) {
        showFault({});
        emit makeRequested(name);
    });
    dialog->open();
}

void ApiKeysPage::askRevoke()
{
    const ApiKey *key = selectedKey();
    if (!key)
        return;
    auto *dialog = new RevokeApiKeyDialog(*key, this);
    connect(dialog, &QDialog::accepted, this, [this, id = key->id] {
        showFault({});
        emit revokeRequested(id);
    });
    dialog->open();
}

void ApiKeysPage::showSelection()
{
    m_revoke->setEnabled(selectedKey() != nullptr);
    showStatus();
}

void ApiKeysPage::showStatus()
{
    const int inForce = m_model->inForceCount();
    const QString counts =
        tr("%1 in force, %2 revoked").arg(countText(inForce), countText(m_model->rowCount() - inForce));
    // What became of an act is told first: the keys are read again by themselves.
    const QString &fault = m_fault.isEmpty() ? m_readingFault : m_fault;
    m_status->setText(!fault.isEmpty() ? fault : m_isKnown ? counts : QString());
}

const ApiKey *ApiKeysPage::selectedKey() const
{
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    if (selected.isEmpty() || !selected.first().data(ApiKeysModel::InForceRole).toBool())
        return nullptr;
    return &m_model->keyAt(selected.first().row());
}

void ApiKeysPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
