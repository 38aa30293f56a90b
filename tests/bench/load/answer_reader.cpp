// SPDX-License-Identifier: GPL-3.0-only
#include "answer_reader.h"

#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace holdfast::bench {

namespace {

constexpr std::string_view headEnd = "\r\n\r\n";
constexpr std::string_view lengthName = "\r\ncontent-length:";

/// Where the value of Content-Length begins; null when there is none.
const char *lengthIn(std::string_view head)
{
    for (auto at = head.find('\r'); at != std::string_view::npos; at = head.find('\r', at + 1)) {
        const auto line = head.substr(at, lengthName.size());
        if (line.size() == lengthName.size()
            && strncasecmp(line.data(), lengthName.data(), lengthName.size()) == 0) {
            const auto value = head.find_first_not_of(' ', at + lengthName.size());
            return value == std::string_view::npos ? nullptr : head.data() + value;
        }
    }
    return nullptr;
}

} // namespace

AnswerReader::State AnswerReader::readFrom(int socket)
{
    while (true) {
        if (m_filled == m_buffer.size())
            m_buffer.resize(m_buffer.size() * 2);
        const size_t room = m_buffer.size() - m_filled;
        const auto received = recv(socket, m_buffer.data() + m_filled, room, 0);
        if (received < 0 && errno == EAGAIN)
            return State::Incomplete;
        if (received <= 0)
            return State::Broken;
        m_filled += static_cast<size_t>(received);
        if (m_length == 0 && !readHead())
            return State::Broken;
        if (m_length > 0 && m_filled >= m_length)
            return m_filled == m_length ? State::Complete : State::Broken;
    }
}

// False: there is a head, but it is none of ours. Without its end the length stays 0.
bool AnswerReader::readHead()
{
    const std::string_view received(m_buffer.data(), m_filled);
    const auto end = received.find(headEnd);
    if (end == std::string_view::npos)
        return true;
    const auto head = received.substr(0, end + 2);
    const char *value = lengthIn(head);
    size_t bodyLength = 0;
    if (head.size() < 12 || !value)
        return false;
    std::from_chars(head.data() + 9, head.data() + 12, m_status);
    std::from_chars(value, head.data() + head.size(), bodyLength);
    m_length = end + headEnd.size() + bodyLength;
    return m_status >= 100;
}

void AnswerReader::reset()
{
    m_filled = 0;
    m_length = 0;
    m_status = 0;
}

} // namespace holdfast::bench
