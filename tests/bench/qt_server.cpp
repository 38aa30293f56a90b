// SPDX-License-Identifier: GPL-3.0-only
// Qt's own HTTP server as it comes, on one thread: what HTTP alone costs. GET / answers a fixed text, POST
// /echo answers with the JSON it got.
#include <QCoreApplication>
#include <QHttpServer>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QHttpServer server;
    server.route(QStringLiteral("/"), QHttpServerRequest::Method::Get,
                 [] { return QHttpServerResponse("text/plain", "good"); });
    server.route(QStringLiteral("/echo"), QHttpServerRequest::Method::Post,
                 [](const QHttpServerRequest &request) {
                     return QHttpServerResponse(QJsonDocument::fromJson(request.body()).object());
                 });
    const auto port = server.listen(QHostAddress::LocalHost);
    if (port == 0)
        return 1;
    std::printf("listening on %d\n", int{port});
    std::fflush(stdout);
    return QCoreApplication::exec();
}
