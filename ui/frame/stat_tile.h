// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

namespace holdfast {

/// One number to be read from three metres, with what it counts above and a remark below.
/// A stale number is grey and says so.
class StatTile final : public QWidget
{
    Q_OBJECT

public:
    StatTile(const QString &icon, const QString &caption, QWidget *parent = nullptr);

    void setValue(const QString &value, const QString &remark);
    void setStale(bool isStale);
    QString value() const { return m_value; }
    bool isStale() const { return m_isStale; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont valueFont(double width) const;

    QString m_icon;
    QString m_caption;
    QString m_value;
    QString m_remark;
    bool m_isStale = false;
};

} // namespace holdfast
