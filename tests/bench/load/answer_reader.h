// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <optional>
#include <string>

namespace holdfast::bench {

/// What one connection receives, cut into answers. Nothing is pipelined: there is one at a time.
class AnswerReader final
{
public:
    enum class State { Incomplete, Complete, Broken };

    /// Takes what the socket has. Broken: the other side hung up, or what came is no answer with a length.
    State readFrom(int socket);
    /// Of the complete answer.
    int status() const { return m_status; }
    /// Makes ready for the next one.
    void reset();

private:
    bool readHead();

    std::string m_buffer = std::string(initialBytes, '\0');
    size_t m_filled = 0;
    size_t m_length = 0;
    int m_status = 0;

    static constexpr size_t initialBytes = 4096;
};

} // namespace holdfast::bench
