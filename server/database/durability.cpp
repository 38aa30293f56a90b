// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection.h"

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

constexpr int oldestServerVersion = 150000;

std::unexpected<SqlError> unsuitable(const QString &text)
{
    return std::unexpected(
        SqlError{.kind = SqlError::Kind::Other, .sqlState = {}, .text = text, .constraint = {}});
}

} // namespace

std::expected<void, SqlError> checkDurability(Connection &connection)
{
    auto rows = connection.call("durability_settings"_L1);
    if (!rows)
        return std::unexpected(rows.error());
    while (rows->next()) {
        const auto name = rows->get<QString>(0);
        const auto value = rows->get<QString>(1);
        if (name == "server_version_num"_L1 && value.toInt() < oldestServerVersion)
            return unsuitable(u"the database server is older than PostgreSQL 15 (server_version_num = "_s
                              + value + u')');
        if (value == "off"_L1)
            return unsuitable(u"the database server may lose confirmed commits: "_s + name + u" = off"_s);
    }
    return {};
}

} // namespace holdfast
