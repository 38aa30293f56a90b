// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QWidget>

namespace holdfast {

/// A short word that colours how everything else is to be read: DEMO, OPEN ACCESS.
class Badge final : public QWidget
{
    Q_OBJECT

public:
    enum class Tone { Quiet, Danger };

    Badge(const QString &icon, const QString &text, Tone tone, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont textFont() const;

    QString m_icon;
    QString m_text;
    Tone m_tone;
};

} // namespace holdfast
