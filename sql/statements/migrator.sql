-- SPDX-License-Identifier: GPL-3.0-only
-- What the migrator asks and keeps. DO blocks take no arguments, so they read theirs from the session's settings
-- holdfast.schema and holdfast.routine.

-- name: lock_migrations
-- One migrator a schema at a time; the lock ends with the session. How long to wait is the session's lock_timeout.
SELECT pg_advisory_lock(hashtextextended('holdfast migrations of ' || :schema, 0));

-- name: choose_schema
SELECT set_config('holdfast.schema', :schema, false);

-- name: create_schema
-- CREATE SCHEMA IF NOT EXISTS asks for the right to create even when it exists, so that is looked up first.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = current_setting('holdfast.schema')) THEN
        EXECUTE format('CREATE SCHEMA %I', current_setting('holdfast.schema'));
    END IF;
END
$$;

-- name: create_migration_history
CREATE TABLE IF NOT EXISTS schema_migrations (
    number integer PRIMARY KEY,
    name text NOT NULL,
    -- SHA-256 of the file, to notice one that was changed after it ran.
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- name: create_function_history
CREATE TABLE IF NOT EXISTS schema_functions (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- name: applied_migrations
SELECT number, name, checksum FROM schema_migrations ORDER BY number;

-- name: record_migration
INSERT INTO schema_migrations (number, name, checksum) VALUES (:number, :name, :checksum);

-- name: applied_functions
-- A function that somebody dropped by hand counts as one that never was applied: its checksum is empty.
SELECT f.name,
       CASE WHEN EXISTS (SELECT FROM pg_proc p
                         JOIN pg_namespace n ON n.oid = p.pronamespace
                         WHERE n.nspname = current_schema() AND p.proname = f.name)
            THEN f.checksum ELSE '' END
FROM schema_functions f
ORDER BY f.name;

-- name: record_function
INSERT INTO schema_functions (name, checksum) VALUES (:name, :checksum)
ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = clock_timestamp();

-- name: forget_function
DELETE FROM schema_functions WHERE name = :name;

-- name: routines_named
-- Every overload of a function or procedure in our schema.
SELECT p.oid::bigint
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema() AND p.proname = :name
ORDER BY p.oid;

-- name: choose_routine
SELECT set_config('holdfast.routine', CAST(:oid AS bigint)::text, true);

-- name: drop_routine
DO $$
BEGIN
    EXECUTE format('DROP ROUTINE %s', current_setting('holdfast.routine')::regprocedure);
END
$$;

-- name: before_function
SAVEPOINT before_function;

-- name: undo_function
ROLLBACK TO SAVEPOINT before_function;

-- name: keep_function
RELEASE SAVEPOINT before_function;
