// SPDX-License-Identifier: GPL-3.0-only
// Qt's QHttpServer as its documentation shows it, with the same few routes as our_server.cpp: the negative
// control of every check. It is meant to fail them.
#include "tests/server/http/delayed_calls.h"
#include "tests/server/http/server_process.h"

#include <QCoreApplication>
#include <QFuture>
#include <QHttpServer>
#include <QHttpServerResponse>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPromise>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype bigReplySize = 1024 * 1024;

/// Counts its connections the obvious way: with slots.
class CountingTcpServer final : public QTcpServer
{
public:
    int open = 0;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        ++open;
        connect(socket, &QTcpSocket::disconnected, this, [this] { --open; });
        addPendingConnection(socket);
    }
};

QFuture<QHttpServerResponse> later(DelayedCalls &delayed, int milliseconds)
{
    QPromise<QHttpServerResponse> promise;
    promise.start();
    auto future = promise.future();
    delayed.call(std::chrono::milliseconds(milliseconds),
                 [promise = std::move(promise), milliseconds]() mutable {
                     promise.addResult(QHttpServerResponse(QByteArray::number(milliseconds)));
                     promise.finish();
                 });
    return future;
}

void addPlainRoutes(QHttpServer &server)
{
    server.route("/hello"_L1, [] { return "hello"; });
    server.route("/admin/x"_L1, [] { return "secret"; });
    server.route("/v1.0/x"_L1, [] { return "dotted"; });
    server.route("/big"_L1, [] { return QHttpServerResponse("text/plain", QByteArray(bigReplySize, 'x')); });
    server.route("/item/<arg>"_L1, [](int id) { return u"item %1"_s.arg(id); });
    server.route("/echo"_L1, QHttpServerRequest::Method::Post, [](const QHttpServerRequest &request) {
        return QHttpServerResponse(QJsonDocument::fromJson(request.body()).object());
    });
    server.route("/size"_L1, QHttpServerRequest::Method::Post,
                 [](const QHttpServerRequest &request) { return QString::number(request.body().size()); });
    server.route("/auth"_L1, [](const QHttpServerRequest &request) {
        return QHttpServerResponse(request.value("authorization").isEmpty() ? "stranger" : "known");
    });
    server.route("/text/<arg>"_L1, [](const QString &text) { return QHttpServerResponse(text.toUtf8()); });
    server.route("/header/<arg>"_L1, [](const QString &value) {
        QHttpServerResponse response("header");
        response.addHeader("X-Echo", value.toUtf8());
        return response;
    });
}

} // namespace

int main(int argc, char **argv)
{
    ServerProcess::prepare();
    QCoreApplication application(argc, argv);
    DelayedCalls delayed;
    QHttpServer server;
    auto *listener = new CountingTcpServer;
    addPlainRoutes(server);
    server.route("/connections"_L1, [listener] { return QString::number(listener->open); });
    server.route("/later/<arg>"_L1, [&delayed](int milliseconds) { return later(delayed, milliseconds); });
    // A handler that returns its answer must wait for it where it stands.
    server.route("/wait/<arg>"_L1, [](int milliseconds) {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        return "waited";
    });
    server.route("/live"_L1, [](QHttpServerResponder &&) {});
    QObject::connect(&server, &QHttpServer::newWebSocketConnection, &server, [&server] {
        while (auto socket = server.nextPendingWebSocketConnection()) {
            auto *kept = socket.release();
            QObject::connect(kept, &QWebSocket::textMessageReceived, kept, &QWebSocket::sendTextMessage);
            QObject::connect(kept, &QWebSocket::disconnected, kept, &QObject::deleteLater);
        }
    });
    if (!listener->listen(QHostAddress::LocalHost))
        qFatal("%s", qPrintable(listener->errorString()));
    server.bind(listener);
    return ServerProcess::run(application, listener->serverPort());
}
