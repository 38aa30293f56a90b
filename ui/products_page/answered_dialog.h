// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace holdfast {

/// A dialog that stays open until what it asks for is answered, so that nothing entered is lost: done closes
/// it; refused, it says why, and the operator goes on from there. Closed before, it changes nothing about
/// what was asked.
class AnsweredDialog : public QDialog
{
    Q_OBJECT

public:
    bool isAsking() const { return m_isAsking; }
    void showDone();
    void showRefused(const QString &reason);
    void accept() final;

protected:
    enum class Step {
        /// Something has to be mended first.
        Mend,
        /// The answer comes by showDone() or showRefused().
        Asked,
        /// There is nothing to ask for.
        Done,
    };

    explicit AnsweredDialog(QWidget *parent);

    QVBoxLayout *column() const { return m_column; }
    /// Last: the place of the refusal, and the buttons.
    void addFoot(const QString &act);
    void setAct(const QString &act);
    QPushButton *confirmButton() const { return m_confirm; }
    /// Above the buttons; empty hides it.
    void showNotice(const QString &notice);
    virtual Step ask() = 0;

private:
    void setAsking(bool isAsking);

    QVBoxLayout *m_column;
    QLabel *m_notice;
    QPushButton *m_confirm = nullptr;
    QString m_act;
    bool m_isAsking = false;
};

} // namespace holdfast
