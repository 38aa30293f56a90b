// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QFrame>
#include <QTimer>

#include <chrono>
#include <functional>

class QLabel;
class QPushButton;
class QShortcut;

namespace holdfast {

/// Names what was just done and offers to take it back: by its button or Ctrl+Z, for some seconds or until
/// the next act. Screen readers are told. It stays while the pointer or the keyboard is on it. Put it at the
/// foot of a page's layout; it is hidden while there is nothing to tell.
class UndoBar final : public QFrame
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds usualLifetime{10'000};

    /// Ctrl+Z reaches it from everywhere in `page`, but in a field that was written into it takes that back.
    explicit UndoBar(QWidget *page, std::chrono::milliseconds lifetime = usualLifetime);

    /// "Archived “Aurora lamp”". `undo` is called at most once, and not after anything else was told.
    void offer(const QString &done, std::function<void()> undo);
    /// What was done and has no way back, or was just taken back.
    void tell(const QString &done);
    void dismiss();
    /// Empty while nothing is told.
    QString text() const;

public slots:
    /// Takes back what is offered; does nothing when nothing is.
    void undo();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void show(const QString &done);
    void fitToFont();
    void leave();

    QLabel *m_text;
    QPushButton *m_button;
    QShortcut *m_shortcut;
    std::function<void()> m_undo;
    QTimer m_timer;
};

} // namespace holdfast
