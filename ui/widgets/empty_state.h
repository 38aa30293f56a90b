// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace holdfast {

/// What stands where nothing is yet: one sentence what is missing, one what to do, and a command to copy.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &advice, QWidget *parent = nullptr);

    /// While the database has not answered, nobody knows whether there is nothing: says that instead.
    void setWaiting(bool isWaiting);
    /// Shown as code with a button to copy it; an empty one hides both.
    void setCommand(const QString &command);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitToFont();
    void showTexts();

    const QString m_icon;
    const QString m_emptyTitle;
    QString m_shownCommand;
    bool m_isWaiting = false;
    QLabel *m_picture;
    QLabel *m_title;
    QLabel *m_advice;
    QLabel *m_command;
    QPushButton *m_copy;
};

} // namespace holdfast
