// SPDX-License-Identifier: GPL-3.0-only
#include "ui/widgets/form_field.h"

#include "ui/theme/fonts.h"
#include "ui/theme/style_role.h"
#include "ui/widgets/dialog_parts.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

FormField::FormField(const QString &label, QWidget *editor, QWidget *parent)
    : QWidget(parent)
    , m_note(makeDialogText({}))
    , m_editor(editor)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(qRound(emOf(this) / 4));
    addDialogField(layout, label, editor);
    layout->addWidget(m_note);
    m_note->hide();
    setFocusProxy(editor);
    if (const auto *line = qobject_cast<QLineEdit *>(editor))
        connect(line, &QLineEdit::textEdited, this, &FormField::edited);
    else if (const auto *lines = qobject_cast<QPlainTextEdit *>(editor))
        connect(lines, &QPlainTextEdit::textChanged, this, &FormField::edited);
}

QString FormField::text() const
{
    if (const auto *line = qobject_cast<QLineEdit *>(m_editor))
        return line->text();
    const auto *lines = qobject_cast<QPlainTextEdit *>(m_editor);
    return lines ? lines->toPlainText() : QString();
}

void FormField::setText(const QString &text)
{
    if (auto *line = qobject_cast<QLineEdit *>(m_editor))
        line->setText(text);
    else if (auto *lines = qobject_cast<QPlainTextEdit *>(m_editor))
        lines->setPlainText(text);
}

void FormField::setHint(const QString &hint)
{
    if (auto *line = qobject_cast<QLineEdit *>(m_editor))
        line->setPlaceholderText(hint);
    else if (auto *lines = qobject_cast<QPlainTextEdit *>(m_editor))
        lines->setPlaceholderText(hint);
}

void FormField::showFault(const QString &fault)
{
    showNote(fault, !fault.isEmpty());
}

void FormField::showRemark(const QString &remark)
{
    showNote(remark, false);
}

QString FormField::note() const
{
    return m_note->text();
}

void FormField::showNote(const QString &note, bool isFaulty)
{
    m_isFaulty = isFaulty;
    m_note->setText(isFaulty ? QString(u"✕  "_s + note) : note);
    m_note->setVisible(!note.isEmpty());
    m_editor->setAccessibleDescription(note);
    setStyleRole(m_note, isFaulty ? u"fault"_s : u"muted"_s);
    setStyleRole(m_editor, isFaulty ? u"fault"_s : QString());
}

} // namespace holdfast
