// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/tokens/token_secret.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// 32 random hexadecimal digits measure about 112 bits by this estimate, a typed sequence next to nothing.
constexpr double bitsMin = 80;

constexpr std::array<std::string_view, 16> placeholders{
    "secret",      "changeme", "changethis",  "change-me",   "change_me", "change-this",
    "change_this", "password", "placeholder", "example",     "default",   "insecure",
    "replace",     "qwerty",   "letmein",     "development",
};

bool isPlaceholder(const QByteArray &secret)
{
    const QByteArray lower = secret.toLower();
    return std::ranges::any_of(placeholders, [&lower](std::string_view word) {
        return lower.contains(QByteArrayView(word.data(), static_cast<qsizetype>(word.size())));
    });
}

bool isRepetition(const QByteArray &secret)
{
    for (qsizetype period = 1; period <= secret.size() / 2; ++period) {
        if (secret.first(secret.size() - period) == secret.sliced(period))
            return true;
    }
    return false;
}

// Shannon's measure of the bytes as they occur: a lower estimate, since it believes what it sees to be all.
double bitsIn(const QByteArray &bytes)
{
    std::array<int, 256> counts{};
    for (const char byte : bytes)
        ++counts.at(static_cast<unsigned char>(byte));
    double bits = 0;
    for (const int count : counts) {
        if (count > 0)
            bits -= count * std::log2(static_cast<double>(count) / static_cast<double>(bytes.size()));
    }
    return bits;
}

// A sequence (abcdef…, 0123…) has many different characters, but always the same step.
QByteArray stepsOf(const QByteArray &bytes)
{
    QByteArray steps;
    for (qsizetype i = 1; i < bytes.size(); ++i)
        steps.append(static_cast<char>(bytes[i] - bytes[i - 1]));
    return steps;
}

} // namespace

std::optional<QString> weaknessOf(const QByteArray &secret)
{
    if (secret.size() < tokenSecretLengthMin)
        return u"it has %1 bytes; %2 is the least"_s.arg(secret.size()).arg(tokenSecretLengthMin);
    if (isPlaceholder(secret))
        return u"it looks like a placeholder out of a manual"_s;
    if (isRepetition(secret) || bitsIn(secret) < bitsMin || bitsIn(stepsOf(secret)) < bitsMin)
        return u"it is too easy to guess"_s;
    return std::nullopt;
}

} // namespace holdfast
