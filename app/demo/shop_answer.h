// SPDX-License-Identifier: GPL-3.0-only
#pragma once

#include "domain/refusal.h"

#include <chrono>

class QNetworkReply;

namespace holdfast {

/// What came back for one request.
struct ShopAnswer
{
    /// 0: nobody answered, or not to the end.
    int httpStatus = 0;
    /// Of a success.
    QJsonObject data;
    /// Of a refusal, when it has one of the API's codes.
    std::optional<ErrorCode> refusal;
    QJsonObject details;
    /// What Retry-After asks for; zero when nothing does.
    std::chrono::seconds retryAfter{0};

    bool isSuccess() const { return httpStatus >= 200 && httpStatus < 300; }
    bool isUnreachable() const { return httpStatus == 0; }
    /// Nothing was decided, and the same may work later.
    bool isTrouble() const { return isUnreachable() || httpStatus == 503 || httpStatus == 429; }
    bool isRefusedWith(ErrorCode code) const { return refusal == code; }
};

/// Of a reply that has finished.
ShopAnswer readAnswer(QNetworkReply &reply);

} // namespace holdfast
