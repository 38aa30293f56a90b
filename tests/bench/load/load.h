// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "answer_reader.h"
#include "crowd.h"
#include "timings.h"

#include <sys/epoll.h>

#include <map>
#include <memory>
#include <optional>
#include <span>

namespace holdfast::bench {

/// Closed-loop load from one thread: each connection asks, waits for the answer, and asks again at once. When
/// the time is over, or everybody has asked, what is still under way is awaited: every request has its answer
/// in the end.
class Load final
{
public:
    explicit Load(const Options &options, std::string_view request);
    ~Load();
    Load(const Load &) = delete;
    Load &operator=(const Load &) = delete;

    /// What went wrong, if anything did.
    std::optional<std::string> run();
    void writeReport(std::ostream &out) const;

private:
    using Clock = std::chrono::steady_clock;
    struct Connection
    {
        int socket = -1;
        Clock::time_point asked;
        AnswerReader reader;
    };

    bool connectAll();
    bool ask(Connection &connection);
    bool serve(std::span<epoll_event> events);
    void note(Connection &connection);
    bool mayAsk() const { return !m_crowd.isOver() && m_now < m_end; }

    const Options m_options;
    RequestTemplate m_request;
    Crowd m_crowd;
    Timings m_timings;
    std::vector<std::unique_ptr<Connection>> m_connections;
    int m_poll = -1;
    size_t m_underWay = 0;
    Clock::time_point m_now;
    Clock::time_point m_begin; // of what is measured, after the warm-up
    std::chrono::system_clock::time_point m_beganAt; // the same moment
    Clock::time_point m_end;
    Clock::time_point m_lastAsked;
    uint64_t m_answersWhileAsking = 0;
    std::map<int, uint64_t> m_answersByStatus;
};

} // namespace holdfast::bench
