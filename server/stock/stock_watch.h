// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "stock/lane.h"

#include <QThread>

#include <functional>
#include <memory>

namespace holdfast {

/// Keeps the board fresh whoever works on the database: looks at once when another server announces a change
/// (LISTEN), and every so often by itself (announcements can get lost). The same look tells whether the
/// database is there, and what its clock says.
class StockWatch final
{
public:
    /// How often it looks by itself; less often when looking takes long, so that it never takes more than a
    /// tenth of the database's time.
    static constexpr std::chrono::milliseconds lookInterval{200};

    /// Called on the watch's thread; must be quick and outlive the watch.
    struct Listeners
    {
        /// What a look found new or edited, before `looked`.
        std::function<void(const ChangeSet &)> changed;
        /// After each successful look. isForeign: stock had moved without this process's doing, so holds and
        /// orders may have changed as well.
        std::function<void(bool isForeign)> looked;
        /// The database cannot be reached, and why; once until it is back.
        std::function<void(const QString &)> lost;
    };

    /// `surroundings` must outlive the watch.
    StockWatch(const LaneSurroundings &surroundings, Listeners listeners);
    /// Stops.
    ~StockWatch();
    Q_DISABLE_COPY_MOVE(StockWatch)

    /// Looks for the first time, on its thread; does not wait for it.
    void start();
    void stop();
    /// Looks soon. Any thread.
    void lookNow();

private:
    class Worker;

    QThread m_thread;
    std::unique_ptr<Worker> m_worker;
};

} // namespace holdfast
