// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "live/service_state.h"

#include <QWidget>

namespace holdfast {

/// One light of the top strip: what it watches, and how it is, as icon, word and colour.
class StatusLight final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLight(const QString &caption, QWidget *parent = nullptr);

    /// `word` is shown, `detail` is the tooltip and what a screen reader adds.
    void setHealth(Health health, const QString &word, const QString &detail = {});
    Health health() const { return m_health; }
    QString word() const { return m_word; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_caption;
    QString m_word;
    Health m_health = Health::Unknown;
};

/// "Good", "Degraded", "Down", "Waiting".
QString healthWord(Health health);

} // namespace holdfast
