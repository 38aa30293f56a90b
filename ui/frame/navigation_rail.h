// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QAbstractButton>
#include <QWidget>

class QButtonGroup;
class QVBoxLayout;

namespace holdfast {

/// A page's entry: icon over its name.
class RailButton final : public QAbstractButton
{
    Q_OBJECT

public:
    RailButton(const QString &icon, const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString m_icon;
    bool m_isReachedByKey = false;
};

/// The way to every page there is.
class NavigationRail final : public QWidget
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    /// Pages are numbered from 0 in the order they are added.
    void addPage(const QString &icon, const QString &text, const QString &shortcutText);
    void setCurrent(int page);

signals:
    void pageChosen(int page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QButtonGroup *m_buttons;
    QVBoxLayout *m_layout;
};

} // namespace holdfast
