// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QStringView>

namespace holdfast {

/// The most characters (code points) a username has.
constexpr int usernameLengthMax = 128;

/// Whether a text can name a customer, by username or by id: 1 to usernameLengthMax printable characters
/// without white space around them, and not the null UUID, which is nobody's.
bool canNameCustomer(QStringView text);

/// Whether a text reads like a user's id; such a name is only ever its owner's.
bool readsLikeUserId(QStringView text);

} // namespace holdfast
