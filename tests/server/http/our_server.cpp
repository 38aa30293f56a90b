// SPDX-License-Identifier: GPL-3.0-only
// Holdfast's HTTP edge with the same few routes as stock_server.cpp, as a process of its own, so that the
// checks can crash it, starve it of descriptors and measure its memory. Prints its port on the first line;
// ends with its stdin or, gracefully, on SIGTERM.
#include "http/api.h"
#include "http/body_reader.h"
#include "http/reply.h"

#include "tests/server/http/delayed_calls.h"
#include "tests/server/http/server_process.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QWebSocket>

using namespace holdfast;
using namespace holdfast::http;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype bigReplySize = 1024 * 1024;

Settings testSettings(const QStringList &arguments)
{
    Settings settings;
    settings.webSocketPaths = {"/live"};
    // Deadlines short enough to be waited for.
    settings.limits.headDeadline = std::chrono::milliseconds(1'000);
    settings.limits.bodyDeadline = std::chrono::milliseconds(1'000);
    settings.limits.idleDeadline = std::chrono::milliseconds(2'000);
    settings.limits.writeStallDeadline = std::chrono::milliseconds(2'000);
    settings.limits.replyDeadline = std::chrono::milliseconds(5'000);
    settings.limits.drainDeadline = std::chrono::milliseconds(5'000);
    settings.limits.sweepPeriod = std::chrono::milliseconds(50);
    if (arguments.contains(u"--many"_s))
        settings.limits.connectionsMax = 100'000;
    if (arguments.contains(u"--no-reserve"_s))
        settings.limits.descriptorsReserved = -100'000;
    if (arguments.contains(u"--patient"_s))
        settings.limits = Limits();
    if (arguments.contains(u"--threads"_s))
        settings.threads = 3;
    return settings;
}

void answerLater(DelayedCalls &delayed, const Request &request, Reply reply)
{
    const auto delay =
        std::chrono::milliseconds(parseNumberId(request.parameter("milliseconds")).value_or(0));
    auto answer = [reply = std::move(reply), delay]() mutable {
        reply.deliver(
            [delay] { return Response::plain(200, "text/plain", QByteArray::number(delay.count())); });
    };
    delayed.call(delay, std::move(answer));
}

void echo(const Request &request, Reply reply)
{
    auto body = BodyReader::open(request);
    if (!body)
        return reply.refuse(body.error());
    const auto name = body->fields().requiredText("name"_L1, 0, 100'000);
    if (const auto refusal = body->refusal())
        return reply.refuse(*refusal);
    reply.send(Response::ok(QJsonObject{{u"name"_s, *name}}));
}

void item(const Request &request, Reply reply)
{
    const auto id = request.id<ProductId>("id", ErrorCode::ProductNotFound);
    if (!id)
        return reply.refuse(id.error());
    reply.send(Response::plain(200, "text/plain", "item " + QByteArray::number(id->number())));
}

Handler fixedText(QByteArray text)
{
    return [text = std::move(text)](const Request &, Reply reply) {
        reply.send(Response::plain(200, "text/plain", text));
    };
}

std::vector<Route> routes(DelayedCalls &delayed)
{
    std::vector<Route> table;
    table.push_back({Method::Get, "/hello", Access::Anyone, "hello", fixedText("hello")});
    table.push_back({Method::Get, "/admin/x", Access::Anyone, "admin", fixedText("secret")});
    table.push_back({Method::Get, "/v1.0/x", Access::Anyone, "dotted", fixedText("dotted")});
    table.push_back({Method::Get, "/big", Access::Anyone, "big", fixedText(QByteArray(bigReplySize, 'x'))});
    table.push_back({Method::Get, "/item/{id}", Access::Anyone, "item", item});
    table.push_back({Method::Post, "/echo", Access::Anyone, "echo", echo});
    table.push_back({Method::Post, "/size", Access::Anyone, "size", [](const Request &request, Reply reply) {
                         reply.send(
                             Response::plain(200, "text/plain", QByteArray::number(request.body().size())));
                     }});
    table.push_back({Method::Get, "/auth", Access::Anyone, "auth", [](const Request &request, Reply reply) {
                         const bool isKnown = !request.header(KnownField::Authorization).isNull();
                         reply.send(Response::plain(200, "text/plain", isKnown ? "known" : "stranger"));
                     }});
    table.push_back(
        {Method::Get, "/text/{text}", Access::Anyone, "text", [](const Request &request, Reply reply) {
             reply.send(
                 Response::plain(200, "text/plain; charset=utf-8", request.parameter("text").toByteArray()));
         }});
    table.push_back(
        {Method::Get, "/header/{value}", Access::Anyone, "header", [](const Request &request, Reply reply) {
             reply.send(Response::plain(200, "text/plain", "header")
                            .withHeader("X-Echo", request.parameter("value").toByteArray()));
         }});
    table.push_back({Method::Get, "/later/{milliseconds}", Access::Anyone, "later",
                     [&delayed](const Request &request, Reply reply) {
                         answerLater(delayed, request, std::move(reply));
                     }});
    // The same deferred reply: on this server there is no other way to wait.
    table.push_back({Method::Get, "/wait/{milliseconds}", Access::Anyone, "wait",
                     [&delayed](const Request &request, Reply reply) {
                         answerLater(delayed, request, std::move(reply));
                     }});
    return table;
}

} // namespace

int main(int argc, char **argv)
{
    ServerProcess::prepare();
    QCoreApplication application(argc, argv);
    DelayedCalls delayed;
    Api *running = nullptr;
    Router router;
    router.add(routes(delayed));
    router.add({Method::Get, "/connections", Access::Anyone, "connections",
                [&running](const Request &, Reply reply) {
                    reply.send(
                        Response::plain(200, "text/plain", QByteArray::number(running->openConnections())));
                }});
    Api api(testSettings(application.arguments()), std::move(router), {}, {});
    running = &api;
    api.onWebSocket([](std::unique_ptr<QWebSocket> socket) {
        auto *kept = socket.release();
        QObject::connect(kept, &QWebSocket::textMessageReceived, kept, &QWebSocket::sendTextMessage);
        QObject::connect(kept, &QWebSocket::disconnected, kept, &QObject::deleteLater);
    });
    const auto port = api.start(QHostAddress::LocalHost, 0);
    if (!port)
        qFatal("%s", qPrintable(port.error()));
    const int code = ServerProcess::run(application, *port);
    api.stop();
    return code;
}
