// SPDX-License-Identifier: GPL-3.0-only
#include "ui/api_keys_page/api_keys_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace holdfast;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ApiKey makeKey(const QString &name, std::chrono::seconds age)
{
    const Instant now = instantFromMicroseconds(1'800'000'000'000'000);
    return {.id = ApiKeyId::make(),
            .name = name,
            .hint = u"hf_abc123"_s,
            .createdAt = now - age,
            .lastUsedAt = std::nullopt,
            .revokedAt = std::nullopt};
}

QStringList namesOf(const ApiKeysModel &model)
{
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names += model.index(row, ApiKeysModel::NameColumn).data().toString();
    return names;
}

} // namespace

class ApiKeysModelTest : public QObject
{
    Q_OBJECT

private slots:
    void inForceComesFirstThenNewest();
    void theSameKeysRaiseNoSignal();
    void aUseChangesOneRowInPlace();
    void aRevokedKeyMovesDown();
    void keysThatAreGoneLeave();
    void everyRowCanBeReadAloud();
};

void ApiKeysModelTest::inForceComesFirstThenNewest()
{
    ApiKeysModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ApiKey revoked = makeKey(u"gone"_s, 1s);
    revoked.revokedAt = revoked.createdAt + 1s;
    model.showKeys({makeKey(u"old"_s, 90s), revoked, makeKey(u"new"_s, 10s)});
    QCOMPARE(namesOf(model), (QStringList{u"new"_s, u"old"_s, u"gone"_s}));
    QCOMPARE(model.inForceCount(), 2);
}

void ApiKeysModelTest::theSameKeysRaiseNoSignal()
{
    ApiKeysModel model;
    const QList<ApiKey> keys{makeKey(u"a"_s, 1s), makeKey(u"b"_s, 2s)};
    model.showKeys(keys);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.showKeys({keys[1], keys[0]});
    QCOMPARE(changed.count() + inserted.count() + removed.count(), 0);
}

void ApiKeysModelTest::aUseChangesOneRowInPlace()
{
    ApiKeysModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<ApiKey> keys{makeKey(u"a"_s, 1s), makeKey(u"b"_s, 2s)};
    model.showKeys(keys);
    QCOMPARE(model.index(1, ApiKeysModel::LastUsedColumn).data().toString(), u"never"_s);
    const QPersistentModelIndex held(model.index(1, 0));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    keys[1].lastUsedAt = keys[1].createdAt + 1s;
    model.showKeys(keys);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QVERIFY(model.index(1, ApiKeysModel::LastUsedColumn).data().toString() != u"never"_s);
    QVERIFY(held.isValid());
}

void ApiKeysModelTest::aRevokedKeyMovesDown()
{
    ApiKeysModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<ApiKey> keys{makeKey(u"a"_s, 1s), makeKey(u"b"_s, 2s)};
    model.showKeys(keys);
    keys[0].revokedAt = keys[0].createdAt + 1s;
    model.showKeys(keys);
    QCOMPARE(namesOf(model), (QStringList{u"b"_s, u"a"_s}));
    QVERIFY(!model.index(1, 0).data(ApiKeysModel::InForceRole).toBool());
    QVERIFY(model.index(1, ApiKeysModel::StateColumn).data().toString().startsWith(u"revoked "_s));
    QCOMPARE(model.index(0, ApiKeysModel::StateColumn).data().toString(), u"in force"_s);
}

void ApiKeysModelTest::keysThatAreGoneLeave()
{
    ApiKeysModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<ApiKey> keys;
    for (int age = 0; age < 200; ++age)
        keys.append(makeKey(QString::number(age), std::chrono::seconds(age)));
    model.showKeys(keys);
    QCOMPARE(model.rowCount(), 200);
    QList<ApiKey> left;
    for (int key = 0; key < 200; key += 2)
        left.append(keys[key]);
    model.showKeys(left);
    QCOMPARE(model.rowCount(), 100);
    QCOMPARE(namesOf(model).last(), u"198"_s);
    model.showKeys({});
    QCOMPARE(model.rowCount(), 0);
}

void ApiKeysModelTest::everyRowCanBeReadAloud()
{
    ApiKeysModel model;
    model.showKeys({makeKey(u"storefront"_s, 1s)});
    for (int column = 0; column < ApiKeysModel::ColumnCount; ++column) {
        const auto text = model.index(0, column).data(Qt::AccessibleTextRole).toString();
        QVERIFY(text.contains(u"storefront"_s) && text.contains(u"in force"_s));
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

QTEST_MAIN(ApiKeysModelTest)
#include "test_api_keys_model.moc"
