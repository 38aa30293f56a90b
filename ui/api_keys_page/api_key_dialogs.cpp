// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/api_key_dialogs.h"

#include "ui/widgets/dialog_parts.h"
#include "ui/widgets/number_text.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

MakeApiKeyDialog::MakeApiKeyDialog(QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit)
{
    setWindowTitle(tr("Make an API key"));
    QVBoxLayout *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(tr("Whoever has the key may reserve, check out and cancel for every "
                                        "customer. Give each backend a key of its own.")));
    addDialogField(layout, tr("&Name, by which you will know it:"), m_name);
    m_name->setMaxLength(ApiKey::nameLengthMax);
    m_name->setPlaceholderText(tr("for example: storefront"));
    m_name->setFocus();
    QPushButton *confirm = addDialogButtons(this, layout, u"primary"_s);
    confirm->setText(tr("Make the key"));
    requireText(confirm, m_name);
    connect(this, &QDialog::accepted, this, [this] { emit confirmed(m_name->text().trimmed()); });
}

NewApiKeyDialog::NewApiKeyDialog(const QString &name, const QString &secret, QWidget *parent)
    : QDialog(parent)
    , m_secret(new QLineEdit(secret))
    , m_copy(new QPushButton(tr("&Copy")))
    , m_close(new QPushButton(tr("Close without copying")))
{
    setWindowTitle(tr("New API key"));
    QVBoxLayout *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(
        tr("This is the key “%1”. It will never be shown again: copy it to where it is kept.").arg(name)));
    m_secret->setObjectName(u"secretField"_s);
    m_secret->setAccessibleName(tr("API key, shown only now"));
    m_secret->setReadOnly(true);
    m_secret->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_secret->setMinimumWidth(m_secret->fontMetrics().horizontalAdvance(secret) + 48);
    m_copy->setObjectName(u"copyButton"_s);
    m_copy->setProperty("role", u"primary"_s);
    m_copy->setDefault(true);
    m_close->setObjectName(u"closeButton"_s);
    m_close->setAutoDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_secret, 1);
    row->addWidget(m_copy);
    layout->addLayout(row);
    layout->addWidget(makeDialogText(tr("Clients send it as “Authorization: Bearer KEY”.")));
    layout->addWidget(m_close, 0, Qt::AlignRight);
    m_copy->setFocus();
    connect(m_copy, &QPushButton::clicked, this, &NewApiKeyDialog::copy);
    connect(m_close, &QPushButton::clicked, this, &QDialog::accept);
    connect(this, &QDialog::finished, m_secret, &QLineEdit::clear);
}

void NewApiKeyDialog::copy()
{
    QGuiApplication::clipboard()->setText(m_secret->text());
    m_isCopied = true;
    m_copy->setText(tr("Copied"));
    m_close->setText(tr("Done"));
    m_close->setFocus();
}

void NewApiKeyDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_isCopied)
        return m_close->setFocus();
    QDialog::keyPressEvent(event);
}

RevokeApiKeyDialog::RevokeApiKeyDialog(const ApiKey &key, QWidget *parent)
    : ConfirmDialog(
        {.title = tr("Revoke an API key"),
         .effects = {tr("Within two seconds every request with the key “%1” (%2…) is refused. This cannot be "
                        "undone: whoever uses it needs a new key.")
                         .arg(key.name, key.hint),
                     key.lastUsedAt ? tr("It was last used %1.").arg(dayAndTimeText(*key.lastUsedAt))
                                    : tr("It was never used.")},
         .act = tr("Revoke “%1”").arg(nameOnButton(key.name))},
        parent)
{
}

} // namespace holdfast
