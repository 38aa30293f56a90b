// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/empty_state.h"

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

EmptyState::EmptyState(const QString &icon, const QString &title, const QString &advice, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_emptyTitle(title)
    , m_picture(new QLabel)
    , m_title(new QLabel(title))
    , m_advice(new QLabel(advice))
    , m_command(new QLabel)
    , m_copy(new QPushButton(tr("Copy the command")))
{
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(1);
    for (QLabel *label : {m_picture, m_title, m_advice, m_command}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    m_picture->setWordWrap(false);
    // By the style sheet: it keeps the palettes it found, and with them the colours of the theme before.
    m_advice->setProperty("role", u"muted"_s);
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_command->setAccessibleName(tr("Command"));
    layout->addWidget(m_copy, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_shownCommand); });
    showTexts();
    fitToFont();
}

void EmptyState::setWaiting(bool isWaiting)
{
    if (std::exchange(m_isWaiting, isWaiting) != isWaiting)
        showTexts();
}

void EmptyState::setCommand(const QString &command)
{
    if (std::exchange(m_shownCommand, command) != command)
        showTexts();
}

void EmptyState::showTexts()
{
    const bool hasCommand = !m_isWaiting && !m_shownCommand.isEmpty();
    m_title->setText(m_isWaiting ? tr("Waiting for the database") : m_emptyTitle);
    m_advice->setVisible(!m_isWaiting);
    // Lets a long address break at its slashes; what is copied has no such marks.
    QString breakable = m_shownCommand;
    m_command->setText(breakable.replace(u"/"_s, u"/\u200b"_s));
    m_command->setVisible(hasCommand);
    m_copy->setVisible(hasCommand);
}

void EmptyState::fitToFont()
{
    const Theme &theme = themeOf(palette());
    const int em = qRound(emOf(this));
    layout()->setSpacing(em / 2);
    m_picture->setPixmap(tintedIcon(m_icon, em * 3, devicePixelRatioF(), theme.mutedText).pixmap(em * 3));
    m_title->setFont(scaledFont(font(), 1.3, QFont::DemiBold));
    QFont mono = scaledFont(font(), 0.95);
    mono.setFamilies({u"DejaVu Sans Mono"_s, u"monospace"_s});
    m_command->setFont(mono);
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
