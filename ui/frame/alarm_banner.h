// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "ui/feed/situation.h"

#include <QWidget>

namespace holdfast {

/// Across the window on every page while something is wrong; gone otherwise.
class AlarmBanner final : public QWidget
{
    Q_OBJECT

public:
    explicit AlarmBanner(QWidget *parent = nullptr);

    void showAlarms(const QList<Alarm> &alarms);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<Alarm> m_alarms;
};

} // namespace holdfast
