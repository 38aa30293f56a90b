// SPDX-License-Identifier: GPL-3.0-only
#include "ui/frame/top_strip.h"

#include "ui/frame/badge.h"
#include "ui/frame/status_light.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace holdfast {

using namespace Qt::StringLiterals;

TopStrip::TopStrip(QWidget *parent)
    : QWidget(parent)
    , m_sale(new SaleClock)
    , m_openAccess(new Badge(u"open_access"_s, tr("OPEN ACCESS"), Badge::Tone::Danger))
    , m_demo(new Badge(u"demo"_s, tr("DEMO"), Badge::Tone::Quiet))
    , m_database(new StatusLight(tr("Database")))
    , m_server(new StatusLight(tr("Server")))
    , m_audit(new StatusLight(tr("Audit")))
    , m_age(new StatusLight(tr("Data")))
{
    auto *badges = new QVBoxLayout;
    badges->setSpacing(4);
    badges->addStretch(1);
    badges->addWidget(m_openAccess, 0, Qt::AlignRight);
    badges->addWidget(m_demo, 0, Qt::AlignRight);
    badges->addStretch(1);
    auto *layout = new QHBoxLayout(this);
    layout->addWidget(m_sale, 1);
    layout->addLayout(badges);
    for (StatusLight *light : {m_database, m_server, m_audit, m_age})
        layout->addWidget(light);
    m_openAccess->setToolTip(tr("Requests without credentials act as an administrator"));
    m_openAccess->setObjectName(u"openAccessBadge"_s);
    m_demo->setObjectName(u"demoBadge"_s);
    m_database->setObjectName(u"databaseLight"_s);
    m_age->setObjectName(u"ageLight"_s);
    m_openAccess->hide();
    m_demo->hide();
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fitToFont();
}

void TopStrip::showSituation(const Situation &situation)
{
    const ServiceState &service = situation.service;
    m_database->setHealth(service.database, healthWord(service.database), service.databaseText);
    m_server->setHealth(service.server, healthWord(service.server), service.serverText);
    m_audit->setHealth(service.audit, healthWord(service.audit), service.auditText);
    m_openAccess->setVisible(service.isOpenAccess);
    m_demo->setVisible(service.isDemo);
    showAge(situation);
}

void TopStrip::showAge(const Situation &situation)
{
    if (!situation.age)
        return m_age->setHealth(Health::Unknown, tr("Waiting"), tr("The database has not answered yet"));
    const double seconds = static_cast<double>(situation.age->count()) / 1000.0;
    const QString detail =
        tr("The database confirmed what is shown %1 s ago").arg(QLocale().toString(seconds, 'f', 1));
    if (!situation.isStale())
        return m_age->setHealth(Health::Good, tr("Fresh"), detail);
    m_age->setHealth(Health::Down, tr("%1 s old").arg(qRound64(seconds)), detail);
}

void TopStrip::fitToFont()
{
    const int em = qRound(emOf(this));
    layout()->setContentsMargins(em, em / 2, em, em / 2);
    layout()->setSpacing(em * 5 / 4);
}

void TopStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

void TopStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        fitToFont();
    QWidget::changeEvent(event);
}

} // namespace holdfast
