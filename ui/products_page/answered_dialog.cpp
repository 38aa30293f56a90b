// SPDX-License-Identifier: GPL-3.0-only
#include "ui/products_page/answered_dialog.h"

#include "ui/widgets/dialog_parts.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

AnsweredDialog::AnsweredDialog(QWidget *parent)
    : QDialog(parent)
    , m_column(makeDialogLayout(this))
    , m_notice(makeDialogText({}))
{
    m_notice->setObjectName(u"notice"_s);
    m_notice->setProperty("role", u"fault"_s);
    m_notice->hide();
}

void AnsweredDialog::addFoot(const QString &act)
{
    m_column->addWidget(m_notice);
    m_confirm = addDialogButtons(this, m_column, u"primary"_s);
    setAct(act);
}

void AnsweredDialog::setAct(const QString &act)
{
    m_act = act;
    m_confirm->setText(act);
}

void AnsweredDialog::showNotice(const QString &notice)
{
    m_notice->setText(notice.isEmpty() ? QString() : QString(u"⚠  "_s + notice));
    m_notice->setVisible(!notice.isEmpty());
    adjustSize();
}

void AnsweredDialog::accept()
{
    if (m_isAsking)
        return;
    showNotice({});
    const Step step = ask();
    if (step == Step::Done)
        QDialog::accept();
    setAsking(step == Step::Asked);
}

void AnsweredDialog::showDone()
{
    setAsking(false);
    QDialog::accept();
}

void AnsweredDialog::showRefused(const QString &reason)
{
    setAsking(false);
    showNotice(reason);
}

void AnsweredDialog::setAsking(bool isAsking)
{
    m_isAsking = isAsking;
    m_confirm->setEnabled(!isAsking);
    m_confirm->setText(isAsking ? tr("Waiting for the database…") : m_act);
}

} // namespace holdfast
