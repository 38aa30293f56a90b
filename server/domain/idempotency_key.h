// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include <QUuid>

namespace holdfast {

/// What a client's Idempotency-Key means for one write: a digest of the acting user, the route and the key,
/// and one of the request's body. The first request with a key takes effect and its answer is kept; the same
/// request again gets that answer, another request under the key is refused.
struct IdempotencyKey
{
    QUuid key;
    QUuid request;
};

} // namespace holdfast
