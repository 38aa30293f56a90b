// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/demo.h"

#include "app/demo/crowd.h"

#include <QRandomGenerator>

namespace holdfast {

using namespace Qt::StringLiterals;

Demo::Demo(const QUrl &baseUrl, const DemoPace &pace)
    : Demo(baseUrl, pace, QRandomGenerator::global()->generate64())
{
}

Demo::Demo(const QUrl &baseUrl, const DemoPace &pace, quint64 seed)
{
    m_thread.setObjectName(u"demo"_s);
    auto *crowd = new Crowd(baseUrl, pace, seed);
    crowd->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, crowd, &Crowd::openDoors);
    connect(&m_thread, &QThread::finished, crowd, &QObject::deleteLater);
    m_thread.start();
}

Demo::~Demo()
{
    m_thread.quit();
    m_thread.wait();
}

} // namespace holdfast
