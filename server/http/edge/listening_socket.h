// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QHostAddress>

#include <expected>

namespace holdfast::http {

/// A bound, listening TCP descriptor, which the caller owns. Shared lets further sockets of this program bind
/// the same port (SO_REUSEPORT); a port somebody else listens on is refused either way. The error is for
/// people.
std::expected<int, QString> makeListeningSocket(const QHostAddress &address, quint16 port, int backlog,
                                                bool isShared);

/// Raises the limit of open files as far as the system lets this process, and gives it.
int raiseDescriptorLimit();

/// Whether some descriptors are free below the limit, so that accepting cannot fail for want of one. Opens
/// and closes one.
bool hasFreeDescriptors();

} // namespace holdfast::http
