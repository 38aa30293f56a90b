// SPDX-License-Identifier: GPL-3.0-only
#include "load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace holdfast::bench {

namespace {

// Longer than any server's own deadline: who has not answered by then never will.
constexpr std::chrono::seconds silenceMax{30};

int connectedSocket(uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int noDelay = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &noDelay, sizeof noDelay);
    if (connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return socket;
    close(socket);
    return -1;
}

double secondsOf(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
}

} // namespace

Load::Load(const Options &options, std::string_view request)
    : m_options(options)
    , m_request(request)
    , m_crowd(options)
    , m_poll(epoll_create1(EPOLL_CLOEXEC))
{
}

Load::~Load()
{
    for (const auto &connection : m_connections)
        close(connection->socket);
    close(m_poll);
}

std::optional<std::string> Load::run()
{
    if (!connectAll())
        return "cannot connect";
    m_now = Clock::now();
    m_beganAt = std::chrono::system_clock::now() + std::chrono::round<Clock::duration>(m_options.warmUp);
    m_begin = m_now + std::chrono::round<Clock::duration>(m_options.warmUp);
    m_end = m_begin + std::chrono::round<Clock::duration>(m_options.seconds);
    for (const auto &connection : m_connections) {
        if (mayAsk() && !ask(*connection))
            return "cannot send";
    }
    std::array<epoll_event, 256> events{};
    while (m_underWay > 0) {
        const int count =
            epoll_wait(m_poll, events.data(), events.size(), std::chrono::milliseconds(silenceMax).count());
        if (count == 0)
            return "no answer for 30 s";
        if (count > 0 && !serve(std::span(events).first(static_cast<size_t>(count))))
            return "a connection broke, or an answer has no Content-Length";
    }
    return std::nullopt;
}

// All before the first asks, round the ports.
bool Load::connectAll()
{
    for (size_t number = 0; number < static_cast<size_t>(m_options.connections); ++number) {
        auto connection = std::make_unique<Connection>();
        connection->socket = connectedSocket(m_options.ports[number % m_options.ports.size()]);
        if (connection->socket < 0)
            return false;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connection.get();
        epoll_ctl(m_poll, EPOLL_CTL_ADD, connection->socket, &event);
        m_connections.push_back(std::move(connection));
    }
    return true;
}

bool Load::serve(std::span<epoll_event> events)
{
    for (const auto &event : events) {
        auto &connection = *static_cast<Connection *>(event.data.ptr);
        const auto state = connection.reader.readFrom(connection.socket);
        if (state == AnswerReader::State::Broken)
            return false;
        if (state == AnswerReader::State::Incomplete)
            continue;
        note(connection);
        if (mayAsk() && !ask(connection))
            return false;
    }
    return true;
}

void Load::note(Connection &connection)
{
    m_now = Clock::now();
    --m_underWay;
    ++m_answersByStatus[connection.reader.status()];
    connection.reader.reset();
    if (m_now >= m_begin) {
        m_timings.add(m_now - m_begin, m_now - connection.asked);
        if (mayAsk())
            ++m_answersWhileAsking;
    }
}

// A request is small and the socket has nothing else to send, so it goes at once and whole.
bool Load::ask(Connection &connection)
{
    const auto request = m_request.fill(m_crowd.next());
    connection.asked = m_lastAsked = m_now;
    ++m_underWay;
    return send(connection.socket, request.data(), request.size(), MSG_NOSIGNAL)
        == static_cast<ssize_t>(request.size());
}

void Load::writeReport(std::ostream &out) const
{
    const std::chrono::duration<double> asking = m_lastAsked - m_begin;
    const std::chrono::duration<double> began = m_beganAt.time_since_epoch();
    out << std::fixed << R"({"began_at":)" << began.count() << R"(,"asking_seconds":)" << asking.count()
        << R"(,"answers_while_asking":)" << m_answersWhileAsking << R"(,"buyers":)" << m_crowd.buyers()
        << R"(,"processor_seconds":)" << processorSeconds() << R"(,"answers":{)";
    const char *separator = "";
    for (const auto &[status, count] : m_answersByStatus)
        out << std::exchange(separator, ",") << '"' << status << R"(":)" << count;
    out << R"(},"slices":)";
    m_timings.writeTo(out);
    out << "}\n";
}

} // namespace holdfast::bench
