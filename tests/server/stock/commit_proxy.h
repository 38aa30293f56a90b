// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "database/connection_settings.h"

#include <QTemporaryDir>

#include <atomic>
#include <list>
#include <thread>

namespace holdfast::test {

/// Stands between lanes and a real server on a Unix socket and cuts the connection exactly around a COMMIT.
class CommitProxy final
{
public:
    enum class Cut {
        /// The server never hears of it.
        BeforeTheServer,
        /// The server gets it and finds nobody to tell.
        BehindIt,
        /// The server has answered, and the answer gets lost.
        BeforeTheAnswer,
    };

    explicit CommitProxy(const ConnectionSettings &server);
    ~CommitProxy();
    Q_DISABLE_COPY_MOVE(CommitProxy)

    /// How to connect through it.
    const ConnectionSettings &settings() const { return m_settings; }
    /// Cuts every `interval`-th COMMIT from now on; 0 is none.
    void cutEvery(int interval, Cut cut);
    int cuts() const { return m_cuts; }

private:
    void acceptAll();
    void serve(int client);
    bool forward(int from, int to) const;
    bool forwardToServer(int client, int server);
    bool isToCut();
    int connectToServer() const;

    QTemporaryDir m_folder;
    QByteArray m_serverPath;
    ConnectionSettings m_settings;
    int m_listener = -1;
    std::atomic<bool> m_isStopping = false;
    std::atomic<int> m_interval = 0;
    std::atomic<Cut> m_cut = Cut::BeforeTheServer;
    std::atomic<int> m_commits = 0;
    std::atomic<int> m_cuts = 0;
    // The accepting thread's own until it has ended.
    std::list<std::thread> m_connections;
    std::thread m_acceptor;
};

} // namespace holdfast::test
