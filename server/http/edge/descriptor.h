// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <utility>

#include <unistd.h>

namespace holdfast::http {

/// Owns a file descriptor, or none.
class Descriptor final
{
public:
    explicit Descriptor(int number = none)
        : m_number(number)
    {
    }
    ~Descriptor() { close(); }
    Descriptor(Descriptor &&other) noexcept
        : m_number(other.release())
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        close();
        m_number = other.release();
        return *this;
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;

    bool isOpen() const { return m_number != none; }
    int number() const { return m_number; }
    /// The caller owns it from then on.
    int release() { return std::exchange(m_number, none); }
    void close()
    {
        if (isOpen())
            ::close(release());
    }

private:
    static constexpr int none = -1;

    int m_number;
};

} // namespace holdfast::http
