// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <chrono>

namespace holdfast {

/// How long one delivery may take.
struct SmtpLimits
{
    std::chrono::milliseconds connect{10'000};
    /// From the first byte to the last answer.
    std::chrono::milliseconds total{60'000};
    /// Between a question and its answer.
    std::chrono::milliseconds answer{30'000};
    /// After a stop: for the answer to a mail that has been handed over whole, which would go twice
    /// otherwise.
    std::chrono::milliseconds stopGrace{3'000};
};

/// How much at once, how often, how long until the next attempt.
struct MailPace
{
    /// For mail of other servers, and retries; what this server's orders leave is sent at once.
    std::chrono::milliseconds poll{5'000};
    /// How long a server without a mail server must have seen none that has one before it gives mail up:
    /// longer than it takes to connect anew after the database went away.
    std::chrono::milliseconds aloneMin{15'000};
    /// Mails claimed at once.
    int batchMax = 20;
    /// How long a claimed mail is nobody else's. A mail is only begun while `SmtpLimits::total` of it is
    /// left, so it must be longer than that.
    std::chrono::milliseconds lease{300'000};
    /// Then a mail is dead: two days, with the delays below.
    int attemptsMax = 50;
    std::chrono::milliseconds retryFirst{10'000};
    std::chrono::milliseconds retryMax{3'600'000};
    /// How long a mail server that takes nothing is left alone.
    std::chrono::milliseconds restFirst{1'000};
    std::chrono::milliseconds restMax{60'000};
    SmtpLimits limits;
};

/// `first`, doubled with each failure (from 1) up to `most`, give or take a quarter, so that what failed
/// together does not come back together.
std::chrono::milliseconds backOff(std::chrono::milliseconds first, std::chrono::milliseconds most,
                                  int failures);

} // namespace holdfast
