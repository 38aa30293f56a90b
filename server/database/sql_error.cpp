// SPDX-License-Identifier: GPL-3.0-only
#include "database/sql_error.h"

#include <algorithm>
#include <array>

namespace holdfast {

namespace {

struct Meaning
{
    QLatin1StringView sqlState;
    SqlError::Kind kind;
};

using namespace Qt::StringLiterals;
using Kind = SqlError::Kind;

// PostgreSQL's appendix A. A code of two characters stands for its whole class.
constexpr std::array meanings{
    Meaning{"08"_L1, Kind::ConnectionLost},
    Meaning{"57P01"_L1, Kind::ConnectionLost}, // admin_shutdown
    Meaning{"57P02"_L1, Kind::ConnectionLost}, // crash_shutdown
    Meaning{"57P03"_L1, Kind::ConnectionLost}, // cannot_connect_now
    Meaning{"57P05"_L1, Kind::ConnectionLost}, // idle_session_timeout
    Meaning{"25P03"_L1, Kind::ConnectionLost}, // idle_in_transaction_session_timeout
    Meaning{"40001"_L1, Kind::SerializationFailure},
    Meaning{"40P01"_L1, Kind::Deadlock},
    Meaning{"55P03"_L1, Kind::LockTimeout},
    Meaning{"57014"_L1, Kind::StatementTimeout},
    Meaning{"23505"_L1, Kind::UniqueViolation},
    Meaning{"23514"_L1, Kind::CheckViolation},
    Meaning{"23503"_L1, Kind::ForeignKeyViolation},
    Meaning{"53100"_L1, Kind::DiskFull},
    Meaning{"25006"_L1, Kind::ReadOnly},
};

} // namespace

bool SqlError::wantsNewPreparation() const
{
    return sqlState == "26000"_L1 || (sqlState == "0A000"_L1 && text.contains("cached plan"_L1));
}

SqlError::Kind sqlErrorKind(QStringView sqlState)
{
    const auto meaning = std::ranges::find_if(
        meanings, [sqlState](const Meaning &candidate) { return sqlState.startsWith(candidate.sqlState); });
    return meaning == meanings.end() ? Kind::Other : meaning->kind;
}

} // namespace holdfast
