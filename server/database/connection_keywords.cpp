// SPDX-License-Identifier: GPL-3.0-only
#include "database/connection_keywords.h"

#include <algorithm>
#include <array>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

// Not among them: client_encoding (always UTF-8), service and hostaddr (they would replace the servers that
// the settings name), replication.
constexpr std::array keywords{
    ConnectionKeyword{"channel_binding"_L1, "PGCHANNELBINDING"_L1},
    ConnectionKeyword{"gssencmode"_L1, "PGGSSENCMODE"_L1},
    ConnectionKeyword{"gsslib"_L1, "PGGSSLIB"_L1},
    ConnectionKeyword{"keepalives"_L1, {}},
    ConnectionKeyword{"keepalives_count"_L1, {}},
    ConnectionKeyword{"keepalives_idle"_L1, {}},
    ConnectionKeyword{"keepalives_interval"_L1, {}},
    ConnectionKeyword{"krbsrvname"_L1, "PGKRBSRVNAME"_L1},
    ConnectionKeyword{"load_balance_hosts"_L1, "PGLOADBALANCEHOSTS"_L1},
    ConnectionKeyword{"options"_L1, "PGOPTIONS"_L1},
    ConnectionKeyword{"passfile"_L1, "PGPASSFILE"_L1},
    ConnectionKeyword{"require_auth"_L1, "PGREQUIREAUTH"_L1},
    ConnectionKeyword{"requirepeer"_L1, "PGREQUIREPEER"_L1},
    ConnectionKeyword{"ssl_max_protocol_version"_L1, "PGSSLMAXPROTOCOLVERSION"_L1},
    ConnectionKeyword{"ssl_min_protocol_version"_L1, "PGSSLMINPROTOCOLVERSION"_L1},
    ConnectionKeyword{"sslcert"_L1, "PGSSLCERT"_L1},
    ConnectionKeyword{"sslcompression"_L1, "PGSSLCOMPRESSION"_L1},
    ConnectionKeyword{"sslcrl"_L1, "PGSSLCRL"_L1},
    ConnectionKeyword{"sslcrldir"_L1, "PGSSLCRLDIR"_L1},
    ConnectionKeyword{"sslkey"_L1, "PGSSLKEY"_L1},
    ConnectionKeyword{"sslmode"_L1, "PGSSLMODE"_L1},
    ConnectionKeyword{"sslnegotiation"_L1, "PGSSLNEGOTIATION"_L1},
    ConnectionKeyword{"sslpassword"_L1, {}},
    ConnectionKeyword{"sslrootcert"_L1, "PGSSLROOTCERT"_L1},
    ConnectionKeyword{"sslsni"_L1, "PGSSLSNI"_L1},
    ConnectionKeyword{"target_session_attrs"_L1, "PGTARGETSESSIONATTRS"_L1},
    ConnectionKeyword{"tcp_user_timeout"_L1, {}},
};

} // namespace

std::span<const ConnectionKeyword> connectionKeywords()
{
    return keywords;
}

bool isConnectionKeyword(QStringView name)
{
    return std::ranges::any_of(keywords,
                               [name](const ConnectionKeyword &keyword) { return keyword.name == name; });
}

} // namespace holdfast
