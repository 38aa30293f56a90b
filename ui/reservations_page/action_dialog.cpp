// SPDX-License-Identifier: GPL-3.0-only
#include "ui/reservations_page/action_dialog.h"

#include "ui/widgets/dialog_parts.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

ReleaseDialog::ReleaseDialog(int count, QWidget *parent)
    : QDialog(parent)
    , m_reason(new QLineEdit)
{
    setWindowTitle(tr("Release reservations"));
    auto *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(
        tr("The units go back into stock at once and may be sold to others. This cannot be undone.", nullptr,
           count)));
    addDialogField(layout, tr("&Reason, kept with each reservation:"), m_reason);
    m_reason->setFocus();
    m_reason->setMaxLength(reasonLengthMax);
    m_reason->setPlaceholderText(tr("for example: payment provider is down"));
    QPushButton *confirm = addDialogButtons(this, layout, u"danger"_s);
    confirm->setText(count == 1 ? tr("Release 1 reservation") : tr("Release %1 reservations").arg(count));
    requireText(confirm, m_reason);
    connect(this, &QDialog::accepted, this, [this] { emit confirmed(m_reason->text().trimmed()); });
}

ExtendDialog::ExtendDialog(int count, QWidget *parent)
    : QDialog(parent)
    , m_minutes(new QSpinBox)
{
    setWindowTitle(tr("Extend reservations"));
    auto *layout = makeDialogLayout(this);
    layout->addWidget(makeDialogText(tr("Each hold ends later by this much, so its units come back later.")));
    addDialogField(layout, tr("&Minutes:"), m_minutes);
    m_minutes->setMinimumHeight(2 * fontMetrics().height());
    m_minutes->setFocus();
    m_minutes->setRange(1, minutesMax);
    m_minutes->setValue(5);
    m_confirm = addDialogButtons(this, layout, u"primary"_s);
    nameEffect(count);
    connect(m_minutes, &QSpinBox::valueChanged, this, [this, count] { nameEffect(count); });
    connect(this, &QDialog::accepted, this, [this] { emit confirmed(m_minutes->value() * 60); });
}

void ExtendDialog::nameEffect(int count)
{
    const int minutes = m_minutes->value();
    m_confirm->setText(count == 1 ? tr("Extend 1 reservation by %1 min").arg(minutes)
                                  : tr("Extend %1 reservations by %2 min").arg(count).arg(minutes));
}

} // namespace holdfast
