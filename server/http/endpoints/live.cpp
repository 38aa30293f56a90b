// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/live.h"

namespace holdfast::http::live {

using namespace Qt::StringLiterals;

void read(const Call &, Reply reply)
{
    reply.refuse({ErrorCode::MalformedRequest,
                  u"The live feed is a WebSocket: connect to it with ws:// or wss://"_s,
                  {}});
}

} // namespace holdfast::http::live
