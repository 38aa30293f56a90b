// SPDX-License-Identifier: GPL-3.0-only
#include "tests/server/database/sample_book.h"

#include "tests/support/test_database.h"

#include <QFile>
#include <QTemporaryDir>

namespace holdfast::test {

using namespace Qt::StringLiterals;

namespace {

constexpr auto statements = R"sql(
-- name: setting
SELECT current_setting(:name);
-- name: echo_text
SELECT CAST(:text AS text);
-- name: echo_typed
SELECT CAST(:int AS integer), CAST(:big AS bigint), CAST(:flag AS boolean), CAST(:real AS double precision),
       CAST(:uuid AS uuid), CAST(:money AS bigint), CAST(:moment AS bigint), CAST(:bytes AS bytea), CAST(:id AS bigint);
-- name: numbers
SELECT generate_series(1, CAST(:last AS integer));
-- name: nothing
SELECT 1 WHERE false;
-- name: all_samples
SELECT * FROM sample;
-- name: wait
SELECT pg_sleep(CAST(:seconds AS double precision));
-- name: add_sample
INSERT INTO sample VALUES (:id, 1, 1);
-- name: add_samples
INSERT INTO sample SELECT id, 1, 1 FROM unnest(:ids::integer[]) AS id RETURNING id;
-- name: add_orphans
INSERT INTO sample SELECT id, 1, id + 1000 FROM unnest(:ids::integer[]) AS id RETURNING id;
-- name: echo_binary
SELECT (:integers::integer[])[1], (:integers)[3], (:integers)[5], (:bigints::bigint[])[1], (:bigints)[4],
       (cardinality(array_positions(:uuids::uuid[], CAST('00112233-4455-6677-8899-AABBCCDDEEFF' AS uuid))))::integer,
       char_length(:text::text);
-- name: backend
SELECT pg_backend_pid();
)sql";

StatementBook readSampleBook()
{
    const QTemporaryDir folder;
    QFile sample(folder.filePath(u"sample.sql"_s));
    if (!sample.open(QIODevice::WriteOnly) || sample.write(statements) < 0)
        qFatal("Cannot write the sample statements");
    sample.close();
    const StatementBook builtIn; // loads the resource
    if (!QFile::copy(u":/sql/statements/session.sql"_s, folder.filePath(u"session.sql"_s)))
        qFatal("No session.sql");
    const auto book = StatementBook::fromFolder(folder.path());
    if (!book)
        qFatal("%s", qPrintable(book.error()));
    return *book;
}

} // namespace

const StatementBook &sampleBook()
{
    static const StatementBook book = readSampleBook();
    return book;
}

void createSample(TestDatabase &database)
{
    database.exec(uR"(
        CREATE TABLE sample (
            id integer PRIMARY KEY,
            quantity integer CONSTRAINT quantity_positive CHECK (quantity > 0),
            parent integer REFERENCES sample);
        INSERT INTO sample VALUES (1, 1, 1))"_s);
}

} // namespace holdfast::test
