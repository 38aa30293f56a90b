// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QProcess>
#include <QString>

namespace holdfast::test {

/// A PostgreSQL server of one's own while this lives: tests/support/with-postgres, held open by a pipe, so
/// that it goes away even when the test crashes. Its superuser logs in without a password, everybody else
/// with one.
class TemporaryServer final
{
public:
    /// Blocks until it runs; a failure ends the test.
    TemporaryServer();
    ~TemporaryServer();
    Q_DISABLE_COPY_MOVE(TemporaryServer)

    const QString &url() const { return m_url; }

private:
    QProcess m_process;
    QString m_url;
};

/// The server that tests share: HOLDFAST_TEST_DATABASE_URL, or a temporary one started on first use.
const QString &sharedServerUrl();

} // namespace holdfast::test
