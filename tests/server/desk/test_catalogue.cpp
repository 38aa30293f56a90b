// SPDX-License-Identifier: GPL-3.0-only
#include "desk/desk.h"
#include "stock/catalogue.h"
#include "tests/server/stock/stock_server.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace holdfast::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patienceMs = 30'000;

/// A desk with the lanes of its server.
class Machine final
{
public:
    explicit Machine(TestDatabase &database)
        : surroundings(database.settings())
        , m_lanes(surroundings.get(), 1)
        , desk(surroundings.get(), m_lanes,
               {.snapshotBegins = [] {},
                .snapshotRead = [](const ChangeSet &) {},
                .audited = [](const std::vector<AuditFault> &) {},
                .auditFailed = [](const QString &) {}})
    {
        m_lanes.start();
        desk.start();
    }
    ~Machine()
    {
        desk.stop();
        m_lanes.stop();
    }
    Q_DISABLE_COPY_MOVE(Machine)

    /// What came of an act.
    template <typename Ask>
    ProductActResult act(Ask ask)
    {
        QSignalSpy spy(&desk, &Desk::productActed);
        ask(desk);
        if (!QTest::qWaitFor([&] { return spy.count() > 0; }, patienceMs))
            qFatal("nothing came of it");
        return spy[0][0].value<ProductActResult>();
    }

    TestSurroundings surroundings;

private:
    StockLanes m_lanes;

public:
    Desk desk;
};

NewProduct boots()
{
    return {.name = u"Boots"_s,
            .description = {},
            .category = {},
            .price = Money::fromMinorUnits(990),
            .currency = u"EUR"_s,
            .totalStock = 12,
            .perUserLimit = {},
            .holdSeconds = 60,
            .actor = {}};
}

QString codeOf(const ProductActResult &result)
{
    return result.refusal ? QString(errorName(result.refusal->code)) : u"done"_s;
}

} // namespace

/// What the operator does with products: by the same acts as the API, with a line in the audit log each, and
/// shown before it is told.
class TestDeskCatalogue final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void createsAndShows();
    void editsOnlyTheVersionThatWasSeen();
    void restocks();
    void archivesAndRestores();
    void tellsWhyNot();
    void everyActHasItsLine();
    void withoutTheirLineActsAreUndone();
    void readsMovements();
    void actsOnHoldsHaveTheirLines();

private:
    ProductId make();
    QStringList lines();

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<Machine> m_machine;
};

void TestDeskCatalogue::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_database = std::make_unique<TestDatabase>();
    m_machine = std::make_unique<Machine>(*m_database);
}

void TestDeskCatalogue::cleanup()
{
    m_machine.reset();
    m_database.reset();
}

ProductId TestDeskCatalogue::make()
{
    const auto made = m_machine->act([](Desk &desk) { desk.createProduct(boots()); });
    return made.product.value().id;
}

QStringList TestDeskCatalogue::lines()
{
    return m_database->column(
        uR"(SELECT concat_ws(' ', actor_role, actor_id, action, split_part(subject, ':', 1), detail::text)
            FROM audit_log ORDER BY id)"_s);
}

void TestDeskCatalogue::createsAndShows()
{
    const auto made = m_machine->act([](Desk &desk) { desk.createProduct(boots()); });
    QCOMPARE(made.act, ProductAct::Create);
    QCOMPARE(codeOf(made), u"done"_s);
    QCOMPARE(made.product->name, u"Boots"_s);
    QCOMPARE(made.product->stock.available, 12);
    QVERIFY(m_machine->surroundings.board().find(made.product->id));
    const auto published = m_machine->surroundings.takePublished();
    QVERIFY(std::ranges::any_of(published, [](const ChangeSet &each) { return each.products.size() == 1; }));
}

void TestDeskCatalogue::editsOnlyTheVersionThatWasSeen()
{
    const auto id = make();
    const auto edited =
        m_machine->act([id](Desk &desk) { desk.editProduct(id, {.name = u"Shoes"_s, .totalStock = 20}, 1); });
    QCOMPARE(codeOf(edited), u"done"_s);
    QCOMPARE(edited.product->version, 2);
    QCOMPARE(m_machine->surroundings.board().find(id)->product.name, u"Shoes"_s);
    QCOMPARE(m_machine->surroundings.board().find(id)->product.stock.available, 20);

    const auto late = m_machine->act([id](Desk &desk) { desk.editProduct(id, {.name = u"Socks"_s}, 1); });
    QCOMPARE(late.act, ProductAct::Edit);
    QCOMPARE(codeOf(late), u"VERSION_CONFLICT"_s);
    // Shown what the other has made of it.
    QCOMPARE(late.product.value().name, u"Shoes"_s);
    QCOMPARE(late.product->version, 2);
}

void TestDeskCatalogue::restocks()
{
    const auto id = make();
    const auto restocked =
        m_machine->act([id](Desk &desk) { desk.restockProduct(id, units(8), u"delivery"_s); });
    QCOMPARE(restocked.act, ProductAct::Restock);
    QCOMPARE(codeOf(restocked), u"done"_s);
    QCOMPARE(restocked.product.value().stock.total, 20);
    QCOMPARE(levelOf(*m_database, id).available, 20);
}

void TestDeskCatalogue::archivesAndRestores()
{
    const auto id = make();
    m_machine->surroundings.takePublished();
    const auto archived = m_machine->act([id](Desk &desk) { desk.archiveProduct(id); });
    QCOMPARE(archived.act, ProductAct::Archive);
    QCOMPARE(codeOf(archived), u"done"_s);
    QCOMPARE(archived.product.value().id, id);
    QVERIFY(!m_machine->surroundings.board().find(id));
    QCOMPARE(m_machine->surroundings.takePublished().front().archivedProducts, std::vector{id});

    const auto restored = m_machine->act([id](Desk &desk) { desk.restoreProduct(id); });
    QCOMPARE(codeOf(restored), u"done"_s);
    QCOMPARE(restored.product.value().name, u"Boots"_s);
    QVERIFY(m_machine->surroundings.board().find(id));
}

void TestDeskCatalogue::tellsWhyNot()
{
    const auto id = make();
    {
        StockServer server(m_database->settings());
        server.start();
        QVERIFY(server.ask(reserve(addCustomers(*m_database, 1).front(), id, 5)));
    }
    const auto archived = m_machine->act([id](Desk &desk) { desk.archiveProduct(id); });
    QCOMPARE(codeOf(archived), u"STOCK_IN_USE"_s);
    QCOMPARE(archived.product.value().stock.reserved, 5);
    const auto cut = m_machine->act([id](Desk &desk) { desk.editProduct(id, {.totalStock = 4}, 1); });
    QCOMPARE(codeOf(cut), u"STOCK_IN_USE"_s);
    QCOMPARE(cut.refusal->details.value("reserved_stock"_L1).toInt(), 5);

    const auto none = ProductId::from(id.number() + 1).value();
    for (const auto &result :
         {m_machine->act([none](Desk &desk) { desk.archiveProduct(none); }),
          m_machine->act([none](Desk &desk) { desk.restoreProduct(none); }),
          m_machine->act([none](Desk &desk) { desk.restockProduct(none, units(1), u"r"_s); })}) {
        QCOMPARE(codeOf(result), u"PRODUCT_NOT_FOUND"_s);
        QVERIFY(!result.product);
    }
}

void TestDeskCatalogue::everyActHasItsLine()
{
    const auto id = make();
    m_machine->act([id](Desk &desk) { desk.editProduct(id, {.name = u"Shoes"_s}, 1); });
    m_machine->act([id](Desk &desk) { desk.editProduct(id, {.name = u"Socks"_s}, 1); }); // refused
    m_machine->act([id](Desk &desk) { desk.restockProduct(id, units(8), u"delivery"_s); });
    m_machine->act([id](Desk &desk) { desk.archiveProduct(id); });
    m_machine->act([id](Desk &desk) { desk.restoreProduct(id); });
    QCOMPARE(lines(),
             (QStringList{
                 uR"(operator product.create product {"name": "Boots", "total_stock": 12})"_s,
                 uR"(operator product.edit product {"changed": {"name": ["Boots", "Shoes"]}})"_s,
                 uR"(operator product.restock product {"reason": "delivery", "quantity": 8})"_s,
                 uR"(operator product.archive product {"name": "Shoes"})"_s,
                 uR"(operator product.restore product {})"_s,
             }));
}

void TestDeskCatalogue::withoutTheirLineActsAreUndone()
{
    const auto id = make();
    QTest::failOnWarning(QRegularExpression(u"^only this$"_s));
    m_database->exec(u"ALTER TABLE audit_log ADD CONSTRAINT full_up CHECK (false) NOT VALID"_s);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"The catalogue was not changed"_s));
    const auto archived = m_machine->act([id](Desk &desk) { desk.archiveProduct(id); });
    QCOMPARE(codeOf(archived), u"DB_UNAVAILABLE"_s);
    QVERIFY(*readProduct(m_database->connection(), id));
    QVERIFY(m_machine->surroundings.board().find(id));
}

void TestDeskCatalogue::readsMovements()
{
    const auto id = make();
    m_machine->act([id](Desk &desk) { desk.restockProduct(id, units(8), u"delivery"_s); });
    QSignalSpy spy(&m_machine->desk, &Desk::movementsRead);
    m_machine->desk.requestMovements(id);
    QTRY_COMPARE_WITH_TIMEOUT(spy.count(), 1, patienceMs);
    const auto movements = spy[0][1].value<QList<StockMovement>>();
    QCOMPARE(movements.size(), 2);
    QCOMPARE(movements.front().kind, MovementKind::Restocked);
    QCOMPARE(movements.front().reason, u"delivery"_s);
}

void TestDeskCatalogue::actsOnHoldsHaveTheirLines()
{
    const auto id = make();
    const auto customers = addCustomers(*m_database, 2);
    QList<ReservationId> holds;
    {
        StockServer server(m_database->settings());
        server.start();
        for (const auto &customer : customers)
            holds.append(server.ask(reserve(customer, id, 2))->holds.front().reservation.id);
    }
    QSignalSpy done(&m_machine->desk, &Desk::actDone);
    m_machine->desk.extendHolds(holds.first(1), 30);
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, patienceMs);
    m_machine->desk.releaseHolds(holds, u"bots"_s);
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 2, patienceMs);
    // Released already: nothing is done, and nothing said.
    m_machine->desk.releaseHolds(holds, u"bots"_s);
    QTRY_COMPARE_WITH_TIMEOUT(done.count(), 3, patienceMs);
    const QString product = id.text();
    const QString release =
        uR"(operator reservation.release reservation {"reason": "bots", "quantity": 2, "product_id": %1})"_s
            .arg(product);
    QCOMPARE(
        lines().sliced(1),
        (QStringList{
            uR"(operator reservation.extend reservation {"seconds": 30, "product_id": %1})"_s.arg(product),
            release, release}));
}

QTEST_GUILESS_MAIN(TestDeskCatalogue)
#include "test_catalogue.moc"
