// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/binary_arguments.h"
#include "database/binary_rows.h"
#include "database/sql_error.h"

#include <expected>

namespace holdfast {

class Connection;

/// One statement of the book on its way.
struct BinaryCall
{
    QLatin1StringView statement;
    BinaryArguments arguments;
};

/// Statements and the COMMIT after them, sent together, so that it costs no round trip of its own: the server
/// commits once they are done, and not if one fails. What the first has answered can be read meanwhile.
/// Belongs to its connection's thread, which makes no other call while this lives.
///
///     auto call = connection.callCommitting({BinaryCall{"hold_directly"_L1, arguments}});
///     if (!call.rows())
///         …
///     …                         // read them while the commit is under way
///     if (!call.committed())    // only then is it true what they tell
///
/// ConnectionLost, from either, tells nothing: it may be committed, or may still be. After any other error
/// nothing is.
class CommittingCall final
{
public:
    CommittingCall(CommittingCall &&other) noexcept;
    CommittingCall &operator=(CommittingCall &&) = delete;
    /// Waits for the commit, if nobody has.
    ~CommittingCall();

    std::expected<BinaryRows, SqlError> &rows() { return m_rows; }
    /// Waits for the commit. Once.
    std::expected<void, SqlError> committed();

private:
    friend class Connection;
    CommittingCall(Connection &connection, int statementsAfter, std::expected<BinaryRows, SqlError> rows);

    /// Null once the commit has been waited for.
    Connection *m_connection;
    /// Statements whose results are yet to be read, COMMIT among them.
    int m_statementsAfter;
    std::expected<BinaryRows, SqlError> m_rows;
};

} // namespace holdfast
