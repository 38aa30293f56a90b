// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

namespace holdfast {

// Files that only the user of this process may read (0600). All block on the disk. Errors are for people and
// name the file, never what is in it.

/// The most a secret file holds, in bytes.
constexpr qsizetype secretFileMax = 4096;

/// Writes `secret` whole or not at all, in place of what was there, and durably: after a crash the old or the
/// new text is there.
std::expected<void, QString> replaceSecretFile(const QString &path, const QByteArray &secret);

/// Writes `secret` unless the file is there already; false then. Of several processes one wins.
std::expected<bool, QString> createSecretFile(const QString &path, const QByteArray &secret);

/// What is in the file, without white space around it. Refuses a file that others may read or write, that is
/// no plain file (a link, a directory), or that holds more than secretFileMax.
std::expected<QByteArray, QString> readSecretFile(const QString &path);

} // namespace holdfast
