// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// The file the server's messages go to. The server appends to it for as long as it lives, also without us,
/// so it is bounded by copying it aside and cutting it to nothing. Links are not followed: root may do this
/// in a folder of another account. Not for two threads at once.
class ServerLog final
{
public:
    explicit ServerLog(const QString &path)
        : m_path(path)
    {
    }

    QString path() const { return m_path; }
    qint64 size() const;

    /// The last lines written at or after `offset`, bounded in lines and bytes.
    QString tailSince(qint64 offset) const;

    /// Moves the content to `<path>.1` when there is more than `bytesMax`.
    void bound(qint64 bytesMax) const;

private:
    QString m_path;
};

} // namespace holdfast
