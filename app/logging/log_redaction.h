// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QString>

namespace holdfast {

/// Every rule about what must not be read in a log or on a terminal, in one
/// place. Pure, any thread.

/// Replaces by *** what looks like a secret: the credentials of Authorization
/// and Cookie headers, the password in a URL, the value of a name such as
/// password, secret, token or api_key (name=value, name: value,
/// "name":"value"), and JSON web tokens and API keys wherever they stand. Hides
/// rather too much than too little.
QString redactSecrets(QString text);

/// Makes control characters, line separators and direction overrides visible
/// (\n, \x1b, \u202e), so that no value can start a line of its own, colour a
/// terminal or turn a line around.
QString withoutControlCharacters(const QString &text);

} // namespace holdfast
