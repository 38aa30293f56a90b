// SPDX-License-Identifier: GPL-3.0-only
#include "http/body_reader.h"
#include "http/edge/head_parser.h"
#include "http/json_members.h"
#include "http/query_reader.h"
#include "http/reply.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace holdfast;
using namespace holdfast::http;
using namespace Qt::StringLiterals;

namespace {

constexpr int depthMax = 16;

std::unique_ptr<Request> makeRequest(const QByteArray &body,
                                     const QByteArray &contentType = "application/json")
{
    static const CompiledRoute route{{Method::Post, "/", Access::Anyone, "test", {}, Base::Api}, {}};
    const QByteArray bytes =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + contentType + "\r\n\r\n";
    auto head = HeadParser::parse(bytes, Limits()).value();
    return std::make_unique<Request>(IncomingRequest{std::move(head), body, {}}, PathSegments(),
                                     Router::Match{&route, 0}, Exchange(), depthMax);
}

/// "field: message" of each, in order.
QStringList faultsOf(const std::optional<Refusal> &refusal)
{
    QStringList faults;
    const auto fields = refusal ? refusal->details.value("fields"_L1).toArray() : QJsonArray();
    for (const auto &field : fields)
        faults += field.toObject().value("field"_L1).toString() + u": "_s
            + field.toObject().value("message"_L1).toString();
    return faults;
}

/// Reads what a reservation is made of.
std::optional<Refusal> readReservation(const QByteArray &body)
{
    const auto request = makeRequest(body);
    auto reader = BodyReader::open(*request);
    if (!reader)
        return reader.error();
    auto &fields = reader->fields();
    fields.required<ProductId>("product_id"_L1);
    fields.optional<Quantity>("quantity"_L1);
    fields.optional<UserId>("user_id"_L1);
    return reader->refusal();
}

} // namespace

class TestBodyReader : public QObject
{
    Q_OBJECT

private slots:
    void cannotBeRead_data();
    void cannotBeRead();
    void contentTypes_data();
    void contentTypes();
    void faults_data();
    void faults();
    void everyFaultAtOnce();
    void moneyNamesItsBounds();
    void valuesComeOut();
    void nestedObjects();
    void emptyBodies();
    void plainObjectsAreWhatADocumentSays();
    void plainObjects_data();
    void plainObjects();
    void pages_data();
    void pages();
    void queryValues();
};

void TestBodyReader::cannotBeRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    const auto row = [](const char *title, const QByteArray &body, ErrorCode code) {
        QTest::newRow(title) << body << static_cast<int>(code);
    };
    row("empty", "", ErrorCode::MalformedRequest);
    row("cut off", "{\"product_id\":1", ErrorCode::MalformedRequest);
    row("trailing rubbish", "{\"product_id\":1} x", ErrorCode::MalformedRequest);
    row("two values", "{}{}", ErrorCode::MalformedRequest);
    row("not UTF-8", "{\"product_id\":\"\xff\"}", ErrorCode::MalformedRequest);
    row("depth 17", QByteArray(16, '[').prepend("{\"a\":") + QByteArray(16, ']') + "}",
        ErrorCode::MalformedRequest);
    row("depth without end", QByteArray(60'000, '['), ErrorCode::MalformedRequest);
    row("values without a list", "1,2", ErrorCode::MalformedRequest);
    row("the end of a list", "1]", ErrorCode::MalformedRequest);
    row("a bare word", "nil", ErrorCode::MalformedRequest);
    row("an array", "[]", ErrorCode::ValidationError);
    row("text", "\"product_id\"", ErrorCode::ValidationError);
    row("a number", " 7\n", ErrorCode::ValidationError);
    row("a truth value", "true", ErrorCode::ValidationError);
    row("null", "null", ErrorCode::ValidationError);
}

void TestBodyReader::cannotBeRead()
{
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    const auto request = makeRequest(body);
    const auto reader = BodyReader::open(*request);
    QVERIFY(!reader);
    QCOMPARE(static_cast<int>(reader.error().code), code);
}

void TestBodyReader::contentTypes_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("json") << QByteArray("application/json") << true;
    QTest::newRow("upper case") << QByteArray("Application/JSON") << true;
    QTest::newRow("charset") << QByteArray("application/json; charset=UTF-8") << true;
    QTest::newRow("quoted charset") << QByteArray("application/json;charset=\"utf-8\"") << true;
    QTest::newRow("suffix") << QByteArray("application/vnd.holdfast+json") << true;
    QTest::newRow("another charset") << QByteArray("application/json; charset=utf-16") << false;
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << false;
    QTest::newRow("text, as pages of other sites may send") << QByteArray("text/plain") << false;
    QTest::newRow("none") << QByteArray() << false;
    QTest::newRow("prefix only") << QByteArray("application/jsonp") << false;
}

void TestBodyReader::contentTypes()
{
    QFETCH(QByteArray, type);
    QFETCH(bool, isTaken);
    const auto request = makeRequest("{}", type);
    const auto reader = BodyReader::open(*request);
    QCOMPARE(reader.has_value(), isTaken);
    if (!isTaken)
        QCOMPARE(reader.error().code, ErrorCode::UnsupportedMediaType);
}

void TestBodyReader::faults_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *title, const char *body, const QString &fault) {
        QTest::newRow(title) << QByteArray(body) << fault;
    };
    const auto idFault = u"product_id: must be a positive whole number"_s;
    const auto quantityFault = u"quantity: must be a whole number from 1 to 1000000"_s;
    row("fine", R"({"product_id":7,"quantity":2})", {});
    row("camel case twin", R"({"productId":7})", {});
    row("numeric string id", R"({"product_id":"7"})", {});
    row("largest id", R"({"product_id":9223372036854775807})", {});
    row("null is absent", R"({"product_id":7,"quantity":null})", {});
    row("missing", R"({})", u"product_id: is required"_s);
    row("null where required", R"({"product_id":null})", u"product_id: is required"_s);
    row("zero id", R"({"product_id":0})", idFault);
    row("negative id", R"({"product_id":-1})", idFault);
    row("fractional id", R"({"product_id":1.5})", idFault);
    row("id beyond 64 bits", R"({"product_id":9223372036854775808})", idFault);
    row("string id with a blank", R"({"product_id":" 7"})", idFault);
    row("string id with leading zero", R"({"product_id":"07"})", idFault);
    row("zero quantity", R"({"product_id":7,"quantity":0})", quantityFault);
    row("quantity as a string", R"({"product_id":7,"quantity":"2"})", quantityFault);
    row("quantity as truth", R"({"product_id":7,"quantity":true})", quantityFault);
    row("quantity too large", R"({"product_id":7,"quantity":1e300})", quantityFault);
    row("not a UUID", R"({"product_id":7,"user_id":"{0190a0b0-0000-7000-8000-000000000000}"})",
        u"user_id: must be a UUID"_s);
    row("unknown field", R"({"product_id":7,"quantitty":2})", u"quantitty: is not known here"_s);
    row("both spellings", R"({"product_id":7,"productId":7})",
        u"product_id: is given twice, in both spellings"_s);
}

void TestBodyReader::faults()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, fault);
    const auto refusal = readReservation(body);
    QCOMPARE(faultsOf(refusal).join(u"; "_s), fault);
    if (refusal)
        QCOMPARE(refusal->code, ErrorCode::ValidationError);
}

void TestBodyReader::moneyNamesItsBounds()
{
    const auto bounds = u"must be a number from 0 to 100000000000 with at most two decimals"_s;
    for (const auto &value :
         {QJsonValue(1e11 + 1), QJsonValue(-0.01), QJsonValue(0.001), QJsonValue(u"1"_s)}) {
        const auto money = FieldType<Money>::fromJson(value);
        QVERIFY(!money);
        QCOMPARE(money.error(), bounds);
    }
    QCOMPARE(FieldType<Money>::fromJson(1e11).value().minorUnits(), Money::minorUnitsMax);
}

void TestBodyReader::everyFaultAtOnce()
{
    const auto faults = faultsOf(readReservation(R"({"quantity":-1,"user_id":1,"colour":"red","size":"L"})"));
    QCOMPARE(faults.size(), 5);
    QCOMPARE(faults.filter(u"is not known here"_s).size(), 2);
}

void TestBodyReader::valuesComeOut()
{
    const auto request = makeRequest(R"({"name":"Caf\u00e9","price":19.9,"starts_at":"2026-11-20T09:00:00Z",)"
                                     R"("freeze_holds":true,"hold_seconds":600,"productIds":[1,"2"]})");
    auto reader = BodyReader::open(*request);
    QVERIFY(reader);
    auto &fields = reader->fields();
    QCOMPARE(fields.requiredText("name"_L1, 1, 4).value_or(QString()), u"Caf\u00e9"_s);
    QCOMPARE(fields.required<Money>("price"_L1).value_or(Money()).minorUnits(), qint64(1990));
    QVERIFY(fields.required<Instant>("starts_at"_L1));
    QCOMPARE(fields.required<bool>("freeze_holds"_L1), std::optional(true));
    QCOMPARE(fields.optionalInteger("hold_seconds"_L1, 1, 3600), std::optional<qint64>(600));
    const auto products = fields.optionalList<ProductId>("product_ids"_L1, 10);
    QVERIFY(products && products->size() == 2 && products->back().number() == 2);
    QVERIFY(!fields.has("description"_L1));
    QVERIFY(!reader->refusal());
}

void TestBodyReader::nestedObjects()
{
    const auto request =
        makeRequest(R"({"items":[{"productId":1,"quantity":2},{"product_id":-1,"extra":0},3]})");
    auto reader = BodyReader::open(*request);
    QVERIFY(reader);
    for (auto &item : reader->fields().requiredObjects("items"_L1, 10)) {
        item.required<ProductId>("product_id"_L1);
        item.optional<Quantity>("quantity"_L1);
    }
    auto faults = faultsOf(reader->refusal());
    faults.sort();
    QCOMPARE(faults,
             QStringList({u"items[1].extra: is not known here"_s,
                          u"items[1].product_id: must be a positive whole number"_s,
                          u"items[2]: must be an object"_s}));
}

void TestBodyReader::emptyBodies()
{
    const auto request = makeRequest({}, {});
    QVERIFY(!BodyReader::open(*request));
    auto reader = BodyReader::open(*request, BodyReader::WhenEmpty::IsEmptyObject);
    QVERIFY(reader && !reader->refusal());
}

// Two readers of the same bytes must not differ: whatever the fast one takes, the other takes for the same.
void TestBodyReader::plainObjectsAreWhatADocumentSays()
{
    constexpr int mutations = 200'000;
    const QByteArray pieces = R"({}[]":,0123456789-+.eE \tfalsenu"product_id"quantity")";
    const QByteArray body = R"({"product_id":12,"user_id":"ada","quantity":1,"is_gift":true,"note":null})";
    QRandomGenerator random(20261120);
    int taken = 0;
    for (int mutation = 0; mutation < mutations; ++mutation) {
        QByteArray text = body;
        for (quint32 changes = random.bounded(4U); changes > 0; --changes)
            text.replace(random.bounded(text.size()), random.bounded(3),
                         pieces.mid(random.bounded(pieces.size()), random.bounded(3)));
        const auto plain = readPlainObject(text);
        if (!plain)
            continue;
        ++taken;
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(text, &error);
        QVERIFY2(error.error == QJsonParseError::NoError && document.isObject(), text.constData());
        const auto members = membersOf(document.object());
        QVERIFY2(std::ranges::equal(*plain, members, {}, &JsonMember::name, &JsonMember::name),
                 text.constData());
        QVERIFY2(std::ranges::equal(*plain, members, {}, &JsonMember::value, &JsonMember::value),
                 text.constData());
    }
    QVERIFY(taken > mutations / 10);
}

void TestBodyReader::plainObjects_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("isPlain");
    QTest::newRow("what most send") << QByteArray(R"({"product_id":1,"quantity":1})") << true;
    QTest::newRow("empty") << QByteArray(" { } ") << true;
    QTest::newRow("blanks") << QByteArray("{\r\n\t\"a\" : -7 ,\"b\" : \"x y\" }\n") << true;
    QTest::newRow("words") << QByteArray(R"({"a":true,"b":false,"c":null})") << true;
    QTest::newRow("fifteen digits") << QByteArray(R"({"a":123456789012345})") << true;
    QTest::newRow("sixteen digits") << QByteArray(R"({"a":1234567890123456})") << false;
    QTest::newRow("a fraction") << QByteArray(R"({"a":1.0})") << false;
    QTest::newRow("an exponent") << QByteArray(R"({"a":1e2})") << false;
    QTest::newRow("minus zero") << QByteArray(R"({"a":-0})") << false;
    QTest::newRow("a leading zero") << QByteArray(R"({"a":01})") << false;
    QTest::newRow("an escape") << QByteArray(R"({"a":"\u0041"})") << false;
    QTest::newRow("beyond ASCII") << QByteArray("{\"a\":\"\xc3\xa9\"}") << false;
    QTest::newRow("a control character") << QByteArray("{\"a\":\"\n\"}") << false;
    QTest::newRow("nesting") << QByteArray(R"({"a":[]})") << false;
    QTest::newRow("a name twice") << QByteArray(R"({"a":1,"a":2})") << false;
    QTest::newRow("a comma at the end") << QByteArray(R"({"a":1,})") << false;
    QTest::newRow("cut off") << QByteArray(R"({"a":1)") << false;
    QTest::newRow("more behind it") << QByteArray(R"({"a":1}{)") << false;
}

void TestBodyReader::plainObjects()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, isPlain);
    QCOMPARE(readPlainObject(body).has_value(), isPlain);
}

void TestBodyReader::pages_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("faultCount");
    QTest::newRow("default") << QByteArray() << 20 << 0 << 0;
    QTest::newRow("limit and offset") << QByteArray("limit=5&offset=10") << 5 << 10 << 0;
    QTest::newRow("page") << QByteArray("limit=5&page=3") << 5 << 10 << 0;
    QTest::newRow("empty values are absent") << QByteArray("limit=&page=") << 20 << 0 << 0;
    QTest::newRow("largest limit") << QByteArray("limit=100") << 100 << 0 << 0;
    QTest::newRow("limit 0") << QByteArray("limit=0") << 20 << 0 << 1;
    QTest::newRow("limit 101") << QByteArray("limit=101") << 20 << 0 << 1;
    QTest::newRow("limit that wraps") << QByteArray("limit=4294967297") << 20 << 0 << 1;
    QTest::newRow("negative offset") << QByteArray("offset=-1") << 20 << 0 << 1;
    QTest::newRow("page 0") << QByteArray("page=0") << 20 << 0 << 1;
    QTest::newRow("page and offset") << QByteArray("page=1&offset=0") << 20 << 0 << 1;
    QTest::newRow("given twice") << QByteArray("limit=5&limit=6") << 6 << 0 << 1;
    QTest::newRow("unknown") << QByteArray("limt=5") << 20 << 0 << 1;
    QTest::newRow("all at once") << QByteArray("limit=0&page=x&sort=up") << 20 << 0 << 3;
}

void TestBodyReader::pages()
{
    QFETCH(QByteArray, query);
    QFETCH(int, limit);
    QFETCH(int, offset);
    QFETCH(int, faultCount);
    QueryReader reader{QByteArrayView(query)};
    const auto page = reader.page();
    QCOMPARE(page.limit, limit);
    QCOMPARE(page.offset, qint64(offset));
    QCOMPARE(faultsOf(reader.refusal()).size(), faultCount);
}

void TestBodyReader::queryValues()
{
    QueryReader reader{QByteArrayView("q=caf%C3%A9+au%20lait&by=amount&sale_id=12")};
    QCOMPARE(reader.optionalText("q", 50).value_or(QString()), u"caf\u00e9 au lait"_s);
    QCOMPARE(reader.optionalChoice("by", {"time", "quantity", "amount"}), std::optional<size_t>(2));
    QCOMPARE(reader.optionalId<SaleId>("sale_id").value().number(), qint64(12));
    QVERIFY(!reader.refusal());
}

QTEST_GUILESS_MAIN(TestBodyReader)
#include "test_body_reader.moc"
