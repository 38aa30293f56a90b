// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/server_thread.h"

#include "http/edge/worker.h"

#include <utility>

namespace holdfast::http {

ServerThread::ServerThread(const Settings &settings, const Hooks &hooks, const HostRule &hostRule,
                           EdgeFigures &figures, std::shared_ptr<ConnectionCounts> counts)
    : m_settings(settings)
    , m_hooks(hooks)
    , m_hostRule(hostRule)
    , m_figures(figures)
    , m_counts(std::move(counts))
{
}

ServerThread::~ServerThread()
{
    drain();
    wait();
}

std::expected<quint16, QString> ServerThread::open(const QHostAddress &address, quint16 port,
                                                   PortSharing sharing)
{
    m_address = address;
    m_port = port;
    m_sharing = sharing;
    auto opened = m_opened.get_future();
    start();
    return opened.get();
}

void ServerThread::run()
{
    ServerContext context(m_settings, m_hooks, m_hostRule, m_figures, m_counts);
    Worker worker(context);
    auto opened = worker.open(m_address, m_port, m_sharing);
    const bool isOpen = opened.has_value();
    if (isOpen)
        m_worker = &worker;
    m_opened.set_value(std::move(opened));
    if (isOpen)
        exec();
}

void ServerThread::drain()
{
    if (auto *worker = std::exchange(m_worker, nullptr))
        QMetaObject::invokeMethod(worker, &Worker::drain, Qt::QueuedConnection);
}

} // namespace holdfast::http
