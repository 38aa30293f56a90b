// SPDX-License-Identifier: GPL-3.0-only
#include "app/demo/shop_answer.h"

#include <QJsonDocument>
#include <QNetworkReply>

namespace holdfast {

using namespace Qt::StringLiterals;

namespace {

/// Cut off in the middle: there is a status, but what it was about is lost.
bool isCutOff(const QNetworkReply &reply)
{
    const auto error = reply.error();
    return error != QNetworkReply::NoError && error < QNetworkReply::ContentAccessDenied;
}

} // namespace

ShopAnswer readAnswer(QNetworkReply &reply)
{
    ShopAnswer answer;
    if (isCutOff(reply))
        return answer;
    answer.httpStatus = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.retryAfter = std::chrono::seconds(qBound(0, reply.rawHeader("Retry-After").toInt(), 60));
    const QJsonObject body = QJsonDocument::fromJson(reply.readAll()).object();
    answer.data = body["data"_L1].toObject();
    const QJsonObject error = body["error"_L1].toObject();
    answer.refusal = errorCodeFromName(error["code"_L1].toString());
    answer.details = error["details"_L1].toObject();
    return answer;
}

} // namespace holdfast
