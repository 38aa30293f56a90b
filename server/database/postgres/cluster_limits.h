// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QtGlobal>

#include <chrono>

/// Every bound of the private cluster in one place.
namespace holdfast::cluster_limits {

using namespace std::chrono_literals;

constexpr int majorVersionMin = 15;

/// sockaddr_un holds 108 bytes including the terminating zero.
constexpr qsizetype socketPathBytesMax = 107;
constexpr quint16 port = 5432;

/// A fresh cluster takes about 40 MiB, its first gigabyte of WAL grows later; below this it would soon stop.
constexpr qint64 freeBytesToInitialize = 200LL * 1024 * 1024;
/// Two WAL segments: recovery needs them before it can free anything.
constexpr qint64 freeBytesToStart = 32LL * 1024 * 1024;

/// One older generation is kept beside the log, so the disk holds twice this.
constexpr qint64 logBytesMax = 8LL * 1024 * 1024;
constexpr qsizetype logTailBytesMax = 16 * 1024;
constexpr qsizetype logTailLinesMax = 12;
constexpr auto logCheckInterval = 5s;

constexpr qsizetype programOutputBytesMax = 64 * 1024;
/// Its members turn to zombies at once, but an init process may take its time to reap them.
constexpr auto killedGroupMax = 1s;
constexpr auto versionQueryMax = 10s;
constexpr auto initializeMax = 180s;

/// Covers crash recovery of max_wal_size on a slow disk.
constexpr auto startMax = 180s;
constexpr auto readinessPoll = 5ms;

/// Backends of a killed postmaster end by themselves when they next look; those that do not are told to.
constexpr auto orphanPatience = 5s;
constexpr auto orphanMax = 30s;
constexpr auto orphanPoll = 100ms;

constexpr auto stopFastMax = 15s;
constexpr auto stopImmediateMax = 5s;
constexpr auto stopKillMax = 5s;
constexpr auto stopPoll = 5ms;

/// How often the watch looks whether the postmaster lives.
constexpr auto watchInterval = 100ms;
constexpr auto restartDelayFirst = 100ms;
constexpr auto restartDelayMax = 5s;
/// Failed restarts, or deaths within `stableAfter` of a restart, in a row before the watch gives up.
constexpr int restartsInARowMax = 12;
constexpr auto stableAfter = 60s;

} // namespace holdfast::cluster_limits
