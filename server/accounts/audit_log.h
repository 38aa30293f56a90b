// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "accounts/actor.h"
#include "database/connection.h"
#include "domain/instant.h"

#include <QJsonObject>

#include <expected>
#include <optional>
#include <vector>

namespace holdfast {

/// Who did something: a request's actor, whoever sits at the machine, or the program by itself.
enum class AuditRole { Nobody, Customer, Service, Admin, Operator, System };

AuditRole auditRoleOf(Role role);
/// As the log names it: "admin".
QLatin1StringView auditRoleName(AuditRole role);

/// One line of the audit log: an act of an admin, or a refusal of rights. Never holds a secret.
struct AuditEntry
{
    static constexpr int subjectLengthMax = 200;

    AuditRole role = AuditRole::Nobody;
    /// The user, or the API key of a service.
    std::optional<QUuid> actor;
    /// Lower-case words joined by dots: product.restock, access.refused.
    QString action;
    /// product:17; cut to subjectLengthMax.
    QString subject;
    QString requestId;
    QJsonObject detail;
};

/// An entry as it was written; ids grow with time.
struct WrittenAuditEntry
{
    qint64 id = 0;
    Instant at;
    AuditEntry entry;
};

// Both block on the database, on the connection's thread. Write in the transaction of the act, so that there
// is no act without its line.

std::expected<void, SqlError> writeAudit(Connection &connection, const AuditEntry &entry);

/// Newest first, at most `limit`, those before the entry `before`.
std::expected<std::vector<WrittenAuditEntry>, SqlError> readAudit(Connection &connection, int limit,
                                                                  std::optional<qint64> before = {});

} // namespace holdfast
