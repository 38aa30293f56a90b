// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

class QLabel;

namespace holdfast {

/// A field of a form: its label above, and below it what is wrong or worth knowing. Both are told to screen
/// readers with the field. Takes a QLineEdit or a QPlainTextEdit.
class FormField final : public QWidget
{
    Q_OBJECT

public:
    /// The label's mnemonic reaches `editor`.
    FormField(const QString &label, QWidget *editor, QWidget *parent = nullptr);

    QString text() const;
    void setText(const QString &text);
    /// Stands in the field while it is empty.
    void setHint(const QString &hint);
    /// Stands until a remark or another fault, or an empty one, takes its place.
    void showFault(const QString &fault);
    void showRemark(const QString &remark);
    /// What stands below the field.
    QString note() const;
    bool isFaulty() const { return m_isFaulty; }
    QWidget *editor() const { return m_editor; }

signals:
    void edited();

private:
    void showNote(const QString &note, bool isFaulty);

    QLabel *m_note;
    QWidget *m_editor;
    bool m_isFaulty = false;
};

} // namespace holdfast
