// SPDX-License-Identifier: GPL-3.0-only
#include "http/endpoints/kept_answer.h"

#include "http/endpoints/answering.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace holdfast::http {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QString keptText(const Response &response)
{
    if (response.form() == Response::Form::Refusal) {
        const auto &refusal = response.refusal();
        return textOf({{u"code"_s, QString(errorName(refusal.code))},
                       {u"message"_s, refusal.message},
                       {u"details"_s, refusal.details}});
    }
    QJsonArray headers;
    for (const auto &[name, value] : response.headers())
        headers.append(QJsonArray{QString::fromLatin1(name), QString::fromLatin1(value)});
    // As text inside the text: the order of its fields is what the client saw, and a QJsonObject has its own.
    return textOf({{u"headers"_s, headers}, {u"data"_s, QString::fromUtf8(response.bytes())}});
}

Refusal refusalOf(const QJsonObject &kept)
{
    const auto code = errorCodeFromName(kept.value("code"_L1).toString()).value_or(ErrorCode::InternalError);
    return {code, kept.value("message"_L1).toString(), kept.value("details"_L1).toObject()};
}

Response responseOf(int status, const QString &text)
{
    const auto kept = QJsonDocument::fromJson(text.toUtf8()).object();
    if (kept.contains("code"_L1))
        return Response::refused(refusalOf(kept));
    if (status == 204)
        return Response::noContent();
    const auto data = kept.value("data"_L1).toString().toUtf8();
    auto response = status == 201 ? Response::createdJson(data) : Response::okJson(data);
    for (const auto &header : kept.value("headers"_L1).toArray()) {
        // It answers the response itself, which must not be assigned to itself.
        std::move(response).withHeader(header.toArray().at(0).toString().toLatin1(),
                                       header.toArray().at(1).toString().toLatin1());
    }
    return response;
}

std::expected<bool, SqlError> claim(Connection &connection, const IdempotencyKey &key)
{
    auto rows = connection.call("answer_claim"_L1, {key.key});
    if (!rows)
        return std::unexpected(rows.error());
    rows->next();
    return rows->get<bool>(0);
}

std::expected<void, SqlError> keep(Connection &connection, const IdempotencyKey &key,
                                   const Response &response)
{
    return connection.perform("answer_keep"_L1,
                              {key.key, key.request, response.status(), keptText(response)});
}

/// The effect and what is kept of it, or nothing of either.
std::expected<AnsweredOnce, SqlError>
takeEffect(Connection &connection, Transaction &transaction, const IdempotencyKey &key,
           const std::function<std::expected<Response, SqlError>(Connection &)> &effect)
{
    auto response = effect(connection);
    if (!response)
        return std::unexpected(response.error());
    if (const auto kept = keep(connection, key, *response); !kept)
        return std::unexpected(kept.error());
    if (const auto committed = transaction.commit(); !committed)
        return std::unexpected(committed.error());
    return AnsweredOnce{*std::move(response), true};
}

} // namespace

std::expected<std::optional<Response>, SqlError> findKeptAnswer(Connection &connection,
                                                                const IdempotencyKey &key)
{
    auto rows = connection.call("answer_find"_L1, {key.key, key.request});
    if (!rows)
        return std::unexpected(rows.error());
    if (!rows->next())
        return std::nullopt;
    if (rows->get<bool>(0))
        return Response::refused(Refusal::of(ErrorCode::IdempotencyKeyReused));
    return asReplay(responseOf(rows->get<int>(1), rows->get<QString>(2)));
}

std::expected<AnsweredOnce, SqlError>
answerOnce(Connection &connection, const IdempotencyKey &key,
           const std::function<std::expected<Response, SqlError>(Connection &)> &effect)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    const auto isOurs = claim(connection, key);
    if (!isOurs)
        return std::unexpected(isOurs.error());
    if (!*isOurs)
        return AnsweredOnce{Response::refused(Refusal::of(ErrorCode::RequestInProgress))};
    // A statement of its own after the claim: it sees what whoever had it before has committed.
    auto known = findKeptAnswer(connection, key);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return AnsweredOnce{**std::move(known)};
    return takeEffect(connection, transaction, key, effect);
}

std::expected<AnsweredOnce, SqlError>
answerFreely(Connection &connection,
             const std::function<std::expected<Response, SqlError>(Connection &)> &effect)
{
    Transaction transaction(connection);
    if (const auto begun = transaction.begun(); !begun)
        return std::unexpected(begun.error());
    auto response = effect(connection);
    if (!response)
        return std::unexpected(response.error());
    if (const auto committed = transaction.commit(); !committed)
        return std::unexpected(committed.error());
    return AnsweredOnce{*std::move(response), true};
}

} // namespace holdfast::http
