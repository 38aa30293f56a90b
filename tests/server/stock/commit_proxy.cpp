// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/stock/commit_proxy.h"

#include <QDir>

#include <array>
#include <cstring>

#include <poll.h>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int beatMilliseconds = 50;

sockaddr_un addressOf(const QByteArray &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= static_cast<qsizetype>(sizeof address.sun_path))
        qFatal("the socket's path is too long: %s", path.constData());
    std::memcpy(address.sun_path, path.constData(), static_cast<size_t>(path.size()));
    return address;
}

QByteArray socketPath(const QString &folder, int port)
{
    return QString(folder + u"/.s.PGSQL."_s + QString::number(port)).toLocal8Bit();
}

bool isReadable(int descriptor, int milliseconds)
{
    pollfd waiting{descriptor, POLLIN, 0};
    return poll(&waiting, 1, milliseconds) > 0;
}

bool writeAll(int descriptor, const char *bytes, ssize_t count)
{
    while (count > 0) {
        const auto written = send(descriptor, bytes, static_cast<size_t>(count), MSG_NOSIGNAL);
        if (written <= 0)
            return false;
        bytes += written;
        count -= written;
    }
    return true;
}

} // namespace

CommitProxy::CommitProxy(const ConnectionSettings &server)
    : m_folder(QDir::tempPath() + u"/proxy-XXXXXX"_s)
    , m_serverPath(socketPath(server.hosts.front().host, server.hosts.front().port))
    , m_settings(server)
{
    m_settings.hosts.front().host = m_folder.path();
    m_listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = addressOf(socketPath(m_folder.path(), server.hosts.front().port));
    if (bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || listen(m_listener, 64) != 0)
        qFatal("the proxy cannot listen: %s", std::strerror(errno));
    m_acceptor = std::thread([this] { acceptAll(); });
}

CommitProxy::~CommitProxy()
{
    m_isStopping = true;
    m_acceptor.join();
    for (auto &connection : m_connections)
        connection.join();
    close(m_listener);
}

void CommitProxy::cutEvery(int interval, Cut cut)
{
    m_cut = cut;
    m_interval = interval;
}

void CommitProxy::acceptAll()
{
    while (!m_isStopping) {
        if (!isReadable(m_listener, beatMilliseconds))
            continue;
        const int client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0)
            m_connections.emplace_back([this, client] { serve(client); });
    }
}

int CommitProxy::connectToServer() const
{
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = addressOf(m_serverPath);
    if (connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return server;
    close(server);
    return -1;
}

void CommitProxy::serve(int client)
{
    const int server = connectToServer();
    bool isOpen = server >= 0;
    while (isOpen && !m_isStopping) {
        std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        poll(waiting.data(), waiting.size(), beatMilliseconds);
        if (waiting[0].revents != 0)
            isOpen = forwardToServer(client, server);
        if (isOpen && waiting[1].revents != 0)
            isOpen = forward(server, client);
    }
    close(client);
    if (server >= 0)
        close(server);
}

bool CommitProxy::forward(int from, int to) const
{
    std::array<char, 65536> bytes{};
    const auto count = read(from, bytes.data(), bytes.size());
    return count > 0 && writeAll(to, bytes.data(), count);
}

bool CommitProxy::forwardToServer(int client, int server)
{
    std::array<char, 65536> bytes{};
    const auto count = read(client, bytes.data(), bytes.size());
    if (count <= 0)
        return false;
    // A simple query of its own, or one that came with the statement before it.
    const QByteArrayView message(bytes.data(), count);
    const bool isCut = message.contains("COMMIT") && isToCut();
    if (isCut && m_cut == Cut::BeforeTheServer)
        return false;
    if (!writeAll(server, bytes.data(), count) || (isCut && m_cut == Cut::BehindIt))
        return false;
    if (!isCut)
        return true;
    isReadable(server, 5'000);
    return false;
}

bool CommitProxy::isToCut()
{
    const int interval = m_interval;
    if (interval == 0 || ++m_commits % interval != 0)
        return false;
    ++m_cuts;
    return true;
}

} // namespace holdfast::test
