// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QProcess>

#include <chrono>

/// How much more memory our server may take than it does in a normal build; the sanitizers' shadow grows with
/// it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 memoryFactor = 3;
#else
constexpr qint64 memoryFactor = 1;
#endif

/// A server in a process of its own: ours or the stock one. Killed at the latest with this object.
class ServerUnderTest final
{
public:
    enum class Kind { Ours, Stock };

    /// descriptorsMax 0 leaves the limit of open files as it is.
    explicit ServerUnderTest(Kind kind, const QStringList &arguments = {}, int descriptorsMax = 0);
    ~ServerUnderTest();
    Q_DISABLE_COPY_MOVE(ServerUnderTest)

    Kind kind() const { return m_kind; }
    quint16 port() const { return m_port; }
    bool isAlive();
    /// Resident memory in KiB; 0 when it has ended.
    qint64 residentKiB() const;
    int openDescriptors() const;
    /// Processor time its threads had or waited for so far: what they wanted, however busy the machine is.
    std::chrono::milliseconds processorTimeWanted() const;
    void terminate() { m_process.terminate(); }
    /// The exit code; -1 for a crash or when it runs on.
    int exitCodeWithin(std::chrono::milliseconds wait);

private:
    const Kind m_kind;
    QProcess m_process;
    quint16 m_port = 0;
};
