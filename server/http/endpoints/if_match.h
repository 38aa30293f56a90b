// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "http/field_reader.h"
#include "http/request.h"

#include <expected>
#include <optional>
#include <vector>

namespace holdfast::http {

/// The versions of which a resource must have one for a request to be served; nothing: any will do.
using WantedVersions = std::optional<std::vector<qint64>>;

/// `"7"`, as it stands in ETag.
QByteArray entityTag(qint64 version);

/// What If-Match asks for: any without it and for *, else the versions it names. Weak tags and those that
/// are none of ours match nothing. MALFORMED_REQUEST when it is neither * nor a list of tags in quotes.
std::expected<WantedVersions, Refusal> readIfMatch(const Request &request);

/// Those of `versions` that the body's field `version` wants as well; all of them without it.
WantedVersions withBodyVersion(WantedVersions versions, FieldReader &fields);

} // namespace holdfast::http
