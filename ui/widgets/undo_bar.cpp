// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/undo_bar.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/row_table.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace holdfast {

using namespace Qt::StringLiterals;

UndoBar::UndoBar(QWidget *page, std::chrono::milliseconds lifetime)
    : QFrame(page)
    , m_text(new QLabel)
    , m_button(new QPushButton(tr("&Undo (Ctrl+Z)")))
    , m_shortcut(addShortcut(Qt::CTRL | Qt::Key_Z, page, this, &UndoBar::undo))
{
    setAccessibleName(tr("What was done"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setObjectName(u"undoText"_s);
    m_button->setObjectName(u"undoButton"_s);
    setFocusProxy(m_button);
    auto *row = new QHBoxLayout(this);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &UndoBar::undo);
    m_timer.setInterval(lifetime);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::leave);
    fitToFont();
    dismiss();
}

void UndoBar::offer(const QString &done, std::function<void()> undo)
{
    m_undo = std::move(undo);
    show(done);
}

void UndoBar::tell(const QString &done)
{
    m_undo = nullptr;
    show(done);
}

void UndoBar::show(const QString &done)
{
    m_text->setText(done);
    setAccessibleDescription(done);
    m_button->setVisible(m_undo != nullptr);
    m_shortcut->setEnabled(m_undo != nullptr);
    setVisible(true);
    m_timer.start();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void UndoBar::dismiss()
{
    m_timer.stop();
    m_undo = nullptr;
    m_text->clear();
    m_shortcut->setEnabled(false);
    setVisible(false);
}

void UndoBar::leave()
{
    // Whoever is about to press it must not find it gone.
    if (!underMouse() && !m_button->hasFocus())
        dismiss();
}

QString UndoBar::text() const
{
    return m_text->text();
}

void UndoBar::undo()
{
    const std::function<void()> undo = std::exchange(m_undo, nullptr);
    if (!undo)
        return;
    // First, so that what `undo` tells stays.
    dismiss();
    undo();
}

void UndoBar::fitToFont()
{
    const int em = qRound(emOf(this));
    layout()->setContentsMargins(em * 9 / 4, em / 4, em / 2, em / 4);
    setMinimumHeight(qRound(em * 2.6));
}

void UndoBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    const double em = emOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.accent, 1));
    painter.setBrush(theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), em * 0.5, em * 0.5);
    paintIcon(painter, u"good"_s, QRectF(em * 0.8, height() / 2.0 - em * 0.5, em, em), theme.good);
}

void UndoBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QFrame::changeEvent(event);
}

} // namespace holdfast
