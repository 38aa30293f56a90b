// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

#include <expected>
#include <utility>
#include <vector>

namespace holdfast {

/// The pieces of a database URL, percent-decoded but not yet judged. Lists keep their commas: "a,b".
struct ConnectionUrl
{
    QString user;
    QString password;
    QString hosts;
    QString ports;
    QString database;
    std::vector<std::pair<QString, QString>> parameters;
};

/// Takes postgresql://… or postgres://… apart. The error says what is wrong and never repeats the password.
std::expected<ConnectionUrl, QString> splitConnectionUrl(const QString &url);

} // namespace holdfast
