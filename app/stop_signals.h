// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace holdfast {

/// Turns SIGTERM, SIGINT and SIGHUP (the terminal went away) into a Qt signal in the thread that made it; a
/// second one ends the process at once, without destructors. Also ignores SIGPIPE, so that a reader who left
/// is an error of write(). One at a time; needs an event loop to deliver.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)

public:
    explicit StopSignals(QObject *parent = nullptr);
    /// Gives the signals their default meaning back.
    ~StopSignals() override;

signals:
    /// The first signal: finish what is in flight and leave. Emitted once.
    void stopRequested(int signalNumber);

private:
    void readSignal();

    QSocketNotifier m_notifier;
};

} // namespace holdfast
