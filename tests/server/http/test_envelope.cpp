// SPDX-License-Identifier: GPL-3.0-only
#include "http/edge/reply_queue.h"
#include "http/edge/response_writer.h"
#include "http/envelope.h"
#include "http/json_writer.h"
#include "http/status.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace holdfast;
using namespace holdfast::http;
using namespace Qt::StringLiterals;

namespace {

Exchange exchangeOf(const QByteArray &requestId)
{
    Exchange exchange;
    exchange.requestId = requestId;
    return exchange;
}

QJsonObject parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

QByteArray bodyOf(const WireResponse &wire)
{
    return wire.body + wire.sharedBody + wire.bodyEnd;
}

QByteArray joined(Outgoing &out)
{
    QByteArray bytes;
    for (const auto &piece : out.pieces())
        bytes.append(static_cast<const char *>(piece.iov_base), static_cast<qsizetype>(piece.iov_len));
    return bytes;
}

} // namespace

class TestEnvelope : public QObject
{
    Q_OBJECT

private slots:
    void success();
    void largeDataIsShared();
    void error();
    void problemDocument();
    void everyCodeHasAStatus();
    void statuses_data();
    void statuses();
    void headersCannotBeInjected();
    void standingHeaders();
    void jsonText_data();
    void jsonText();
    void jsonValuesReadAsQtWritesThem();
    void repliesQueueInOrder();
};

void TestEnvelope::success()
{
    auto response =
        Response::created(QJsonObject{{u"id"_s, 7}}).withMessage(u"made"_s).withMeta("source"_L1, "cache"_L1);
    const auto wire = inEnvelope(response, exchangeOf("r-1"));
    QCOMPARE(wire.status, 201);
    QCOMPARE(wire.contentType, QByteArray("application/json"));
    QCOMPARE(
        bodyOf(wire),
        QByteArray(
            R"({"success":true,"data":{"id":7},"message":"made","meta":{"requestId":"r-1","source":"cache"}})"));
    QCOMPARE(bodyOf(inEnvelope(Response::okJson("[1]"), exchangeOf("r-2"))),
             QByteArray(R"({"success":true,"data":[1],"meta":{"requestId":"r-2"}})"));
}

void TestEnvelope::largeDataIsShared()
{
    const QByteArray data = '"' + QByteArray(10'000, 'x') + '"';
    const auto wire = inEnvelope(Response::okJson(data).withMessage(u"large"_s), exchangeOf("r-1"));
    QCOMPARE(wire.sharedBody.constData(), data.constData());
    const QByteArray body =
        R"({"success":true,"data":)" + data + R"(,"message":"large","meta":{"requestId":"r-1"}})";
    QCOMPARE(wire.bodySize(), body.size());
    ResponseWriter writer;
    Outgoing out;
    writer.append(out, exchangeOf("r-1"), wire, false);
    const QByteArray end = "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    QVERIFY(joined(out).endsWith(end));
}

void TestEnvelope::error()
{
    const Refusal refusal{ErrorCode::OutOfStock, u"Sold \"out\""_s, QJsonObject{{u"available"_s, 0}}};
    const auto wire = inEnvelope(Response::refused(refusal), exchangeOf("r-1"));
    QCOMPARE(wire.status, 409);
    QCOMPARE(wire.error, std::optional(ErrorCode::OutOfStock));
    QCOMPARE(
        wire.body,
        QByteArray(
            R"({"success":false,"error":{"code":"OUT_OF_STOCK","message":"Sold \"out\"","details":{"available":0}},"meta":{"requestId":"r-1"}})"));
}

void TestEnvelope::problemDocument()
{
    auto exchange = exchangeOf("r-1");
    exchange.wantsProblem = true;
    const auto wire = inEnvelope(Response::refused({ErrorCode::Overloaded, u"Busy"_s, {}}), exchange);
    QCOMPARE(wire.contentType, QByteArray("application/problem+json"));
    QVERIFY(wire.headers.contains("Retry-After: 1\r\n"));
    const auto document = parsed(wire.body);
    QCOMPARE(document.value("status"_L1).toInt(), 503);
    QCOMPARE(document.value("code"_L1).toString(), u"OVERLOADED"_s);
    QCOMPARE(document.value("requestId"_L1).toString(), u"r-1"_s);
    QCOMPARE(document.value("detail"_L1).toString(), u"Busy"_s);
}

void TestEnvelope::everyCodeHasAStatus()
{
    for (int index = 0; index < errorCodeCount; ++index) {
        const int status = httpStatus(static_cast<ErrorCode>(index));
        QVERIFY(status >= 400 && status <= 503);
        QVERIFY(!reasonPhrase(status).isEmpty());
    }
}

void TestEnvelope::statuses_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    const auto row = [](ErrorCode code, int status) {
        QTest::newRow(errorName(code).data()) << static_cast<int>(code) << status;
    };
    row(ErrorCode::MalformedRequest, 400);
    row(ErrorCode::CartEmpty, 400);
    row(ErrorCode::AuthRequired, 401);
    row(ErrorCode::Forbidden, 403);
    row(ErrorCode::ProductNotFound, 404);
    row(ErrorCode::MethodNotAllowed, 405);
    row(ErrorCode::AlreadyReserved, 409);
    row(ErrorCode::VersionConflict, 412);
    row(ErrorCode::BodyTooLarge, 413);
    row(ErrorCode::UnsupportedMediaType, 415);
    row(ErrorCode::ValidationError, 422);
    row(ErrorCode::RateLimited, 429);
    row(ErrorCode::InternalError, 500);
    row(ErrorCode::DbUnavailable, 503);
}

void TestEnvelope::statuses()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QCOMPARE(httpStatus(static_cast<ErrorCode>(code)), status);
}

void TestEnvelope::headersCannotBeInjected()
{
    WireResponse wire;
    QVERIFY(wire.addHeader("ETag", "\"3\""));
    QVERIFY(!wire.addHeader("X", "a\r\nEvil: b"));
    QVERIFY(!wire.addHeader("X", QByteArrayView("a\0b", 3)));
    QVERIFY(!wire.addHeader("X\r\nEvil", "b"));
    QVERIFY(!wire.addHeader("", "b"));
    QCOMPARE(wire.headers, QByteArray("ETag: \"3\"\r\n"));
    QTest::ignoreMessage(QtCriticalMsg,
                         "Dropped header X-Bad of request r-1: its value holds control characters");
    QVERIFY(
        inEnvelope(Response::noContent().withHeader("X-Bad", "a\nb"), exchangeOf("r-1")).headers.isEmpty());
}

void TestEnvelope::standingHeaders()
{
    ResponseWriter writer;
    writer.refreshDate(784111777);
    WireResponse wire;
    wire.contentType = "text/plain";
    wire.body = "body";
    Outgoing outgoing;
    writer.append(outgoing, exchangeOf("r-1"), wire, true);
    auto out = joined(outgoing);
    QVERIFY(out.startsWith("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
    for (const char *line :
         {"X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n", "X-Request-Id: r-1\r\n",
          "Connection: close\r\n", "Content-Length: 4\r\n\r\nbody"})
        QVERIFY2(out.contains(line), line);

    outgoing.clear();
    wire.addHeader("Cache-Control", "max-age=60");
    Exchange head = exchangeOf("r-2");
    head.method = Method::Head;
    writer.append(outgoing, head, wire, false);
    out = joined(outgoing);
    QVERIFY(!out.contains("no-store") && !out.contains("Connection:"));
    QVERIFY(out.endsWith("Content-Length: 4\r\n\r\n"));
}

void TestEnvelope::jsonText_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << u"plain"_s;
    QTest::newRow("quotes and backslashes") << u"a\"b\\c\\\\"_s;
    QTest::newRow("controls") << u"\n\t\r\b\f\u0001\u001f"_s;
    QTest::newRow("beyond ASCII") << u"\u00e9\u4e16\U0001f600"_s;
    QTest::newRow("script") << u"</script><!--"_s;
    QTest::newRow("empty") << QString();
}

void TestEnvelope::jsonText()
{
    QFETCH(QString, text);
    JsonWriter json;
    json.beginObject()
        .key("text")
        .text(text)
        .key(QString(text + u"2"_s))
        .number(-5)
        .key("price")
        .amount(*Money::fromMinorUnits(1205));
    json.key("flag")
        .boolean(false)
        .key("list")
        .beginArray()
        .number(1)
        .null()
        .value(QJsonArray{2})
        .endArray()
        .endObject();
    const auto object = parsed(json.take());
    QCOMPARE(object.size(), 5);
    QCOMPARE(object.value("text"_L1).toString(), text);
    QCOMPARE(object.value(text + u"2"_s).toInt(), -5);
    QCOMPARE(object.value("price"_L1).toDouble(), 12.05);
    QCOMPARE(object.value("list"_L1).toArray().size(), 3);
}

void TestEnvelope::jsonValuesReadAsQtWritesThem()
{
    const QJsonArray inner{
        QJsonValue(), true, u"é\n\u0001\"\\ \U0001F39F"_s, 0.5, -3, qint64{9'007'199'254'740'993}, 1e300};
    const QJsonObject value{
        {u"a \"b\""_s, inner}, {u"none"_s, QJsonArray()}, {u"of"_s, QJsonObject{{u"x"_s, inner}}}};
    JsonWriter json;
    json.beginArray().value(value).value(QJsonValue(QJsonValue::Undefined)).value(u"end"_s).endArray();
    const QJsonArray expected{value, QJsonValue(), u"end"_s};
    QCOMPARE(QJsonDocument::fromJson(json.take()).array(), expected);
    // Longer than any room made beforehand, and a writer that has been emptied.
    const QString longText(100'000, u'x');
    const QString otherText = u"é"_s + longText;
    json.beginArray().text(longText).text(otherText).endArray();
    QCOMPARE(QJsonDocument::fromJson(json.take()).array(), (QJsonArray{longText, otherText}));
    QVERIFY(json.take().isEmpty());
}

void TestEnvelope::repliesQueueInOrder()
{
    ReplyQueue queue;
    const auto first = queue.push(exchangeOf("1"));
    const auto second = queue.push(exchangeOf("2"));
    queue.answer(second, {});
    QVERIFY(!queue.answeredFront());
    QVERIFY(!queue.waiting(second));
    queue.answer(first, {});
    QCOMPARE(queue.answeredFront()->exchange.requestId, QByteArray("1"));
    queue.dropFront();
    QCOMPARE(queue.answeredFront()->exchange.requestId, QByteArray("2"));
    queue.dropFront();
    QVERIFY(queue.isEmpty() && !queue.waiting(first) && !queue.waiting(second));
    QVERIFY(queue.waiting(queue.push(exchangeOf("3"))));
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "test_envelope.moc"
