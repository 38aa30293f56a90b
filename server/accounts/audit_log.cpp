// SPDX-License-Identifier: GPL-3.0-only
#include "accounts/audit_log.h"

#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <limits>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// In the order of the enumeration.
constexpr std::array<QLatin1StringView, 6> roleNames{
    "nobody"_L1, "customer"_L1, "service"_L1, "admin"_L1, "operator"_L1, "system"_L1,
};

AuditRole roleNamed(const QString &name)
{
    const auto found = std::ranges::find(roleNames, name);
    Q_ASSERT(found != roleNames.end()); // the table's CHECK
    return static_cast<AuditRole>(found - roleNames.begin());
}

WrittenAuditEntry readEntry(const Rows &rows)
{
    return {.id = rows.get<qint64>(0),
            .at = rows.get<Instant>(1),
            .entry = {.role = roleNamed(rows.get<QString>(2)),
                      .actor = rows.get<std::optional<QUuid>>(3),
                      .action = rows.get<QString>(4),
                      .subject = rows.get<QString>(5),
                      .requestId = rows.get<QString>(6),
                      .detail = QJsonDocument::fromJson(rows.get<QString>(7).toUtf8()).object()}};
}

} // namespace

AuditRole auditRoleOf(Role role)
{
    switch (role) {
    case Role::Nobody:
        return AuditRole::Nobody;
    case Role::Customer:
        return AuditRole::Customer;
    case Role::Service:
        return AuditRole::Service;
    case Role::Admin:
        break;
    }
    return AuditRole::Admin;
}

QLatin1StringView auditRoleName(AuditRole role)
{
    return roleNames.at(static_cast<size_t>(role));
}

std::expected<void, SqlError> writeAudit(Connection &connection, const AuditEntry &entry)
{
    const auto detail = QString::fromUtf8(QJsonDocument(entry.detail).toJson(QJsonDocument::Compact));
    return connection.perform("audit_write"_L1,
                              {auditRoleName(entry.role), entry.actor, entry.action,
                               entry.subject.left(AuditEntry::subjectLengthMax), entry.requestId, detail});
}

std::expected<std::vector<WrittenAuditEntry>, SqlError> readAudit(Connection &connection, int limit,
                                                                  std::optional<qint64> before)
{
    auto rows =
        connection.call("audit_read"_L1, {before.value_or(std::numeric_limits<qint64>::max()), limit});
    if (!rows)
        return std::unexpected(std::move(rows.error()));
    std::vector<WrittenAuditEntry> entries;
    while (rows->next())
        entries.push_back(readEntry(*rows));
    return entries;
}

} // namespace holdfast
