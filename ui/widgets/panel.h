// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace holdfast {

/// A card: a rounded surface, a title, room beside the title for what acts on the content, and the content.
class Panel final : public QFrame
{
    Q_OBJECT

public:
    explicit Panel(const QString &title, QWidget *parent = nullptr);

    /// To the right of the title.
    void addToHeader(QWidget *widget);
    void setContent(QWidget *widget);
    void setTitle(const QString &title);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitToFont();

    QLabel *m_title;
    QHBoxLayout *m_header;
    QVBoxLayout *m_layout;
};

/// Between two parts of a card.
QFrame *makeDividingLine();

/// Paints the surface of a card.
void paintCard(QWidget *widget);

} // namespace holdfast
