-- SPDX-License-Identifier: GPL-3.0-only
-- What the lanes ask of the database.

-- name: stock_batch
-- One batch: see functions/stock_batch.sql. The last row, 'transaction', names the transaction in stock_version,
-- so that a commit whose answer got lost can be looked up.
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM stock_batch(:together, :looks, :kinds, :ordinals, :products, :reservations, :users, :quantities, :orders, :numbers,
                 :by_operator, :reasons, :new_names, :new_ids, :keys, :requests, CAST(:acts AS jsonb), :notify);

-- name: hold_directly
-- Holds for a crowd, each of one product, all or none: fails for a product that is not open to all who ask for it
-- (refuse_product.sql), and for a hold or a key that is there already. Whether a sale is live is for require_live, in the
-- same transaction. One row for each product, as it is now.
-- products, units, holds: what all ask of each product, in order of id. product_of …: line by line; units_so_far and
-- holds_so_far are what is taken of the line's product up to the line.
WITH moved AS (
    UPDATE products p
    SET available_stock = p.available_stock - w.units,
        reserved_stock = p.reserved_stock + w.units,
        stock_version = p.stock_version + w.holds
    FROM unnest(:products::bigint[], :units::integer[], :holds::integer[]) AS w (product, units, holds)
    WHERE p.id = w.product AND p.available_stock >= w.units AND p.archived_at IS NULL AND p.per_user_limit IS NULL
    -- The clock after the lock.
    RETURNING p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version, p.hold_seconds,
        w.units, w.holds, clock_timestamp() AS locked_at
), decided AS (
    SELECT m.*, max(m.locked_at) OVER () AS decided_at,
           max(m.locked_at) OVER () + make_interval(secs => m.hold_seconds) AS expires_at
    FROM moved m
), held AS (
    INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
    SELECT w.reservation, d.id, w.usr, w.units, d.decided_at, d.expires_at
    FROM unnest(:product_of::bigint[], :reservations::uuid[], :users::uuid[], :quantities::integer[])
        AS w (product, reservation, usr, units)
    JOIN decided d ON d.id = w.product
), kept AS (
    INSERT INTO idempotency_keys (key, request, created_at, reservation_id, expires_at, available, stock_version)
    SELECT w.key, w.request, d.decided_at, w.reservation, d.expires_at, d.available_stock + d.units - w.units_so_far,
           d.stock_version - d.holds + w.holds_so_far
    FROM unnest(:product_of, :reservations, :keys::uuid[], :requests::uuid[], :units_so_far::integer[],
                :holds_so_far::integer[]) AS w (product, reservation, key, request, units_so_far, holds_so_far)
    JOIN decided d ON d.id = w.product
    WHERE w.key IS NOT NULL
)
SELECT coalesce(d.id, refuse_product(asked.product)), d.total_stock, d.available_stock, d.reserved_stock, d.sold_stock,
       d.stock_version, d.holds, microseconds(d.decided_at), microseconds(d.expires_at),
       pg_current_xact_id_if_assigned()::text::bigint
FROM unnest(:products) AS asked (product) LEFT JOIN decided d ON d.id = asked.product;

-- name: require_live
-- Fails for a product in a sale that is not live. A statement of its own, so that it sees what has changed while the
-- product's lock was waited for; from then on the phase changes by the clock alone, as whoever changes a sale locks its
-- products first.
SELECT refuse_product(p.id)
FROM products p JOIN sales s ON s.id = p.sale_id
WHERE p.id = ANY (:products::bigint[]) AND sale_phase(s, clock_timestamp()) <> 'live';

-- name: announce_stock
SELECT announce_stock(:sender::text, :products::bigint[]);

-- name: ensure_customers
-- The ids of customers by username, under the proposed ones if they are new.
SELECT w.name, w.id FROM unnest(:names::text[], ensure_customers(:names, :ids::uuid[])) AS w (name, id);

-- name: expire_due
-- The sweep; the same columns as stock_batch.
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM expire_due(:limit, :patient, :notify);

-- name: transaction_status
-- What became of a transaction whose commit was not answered: committed, aborted or in progress.
SELECT pg_xact_status(:transaction::text::xid8);

-- name: this_session
-- Which of the server's sessions this is.
SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid();

-- name: session_is_over
-- Whether that session has ended, and with it whatever it had under way.
SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = :pid AND backend_start::text = :began);

-- name: is_reserved
SELECT EXISTS (SELECT FROM reservations WHERE id = :reservation);

-- name: prepare_writer_session
-- A lane prepares its statements before the tables have grown: plans made for an empty table would scan it
-- for ever. Index plans are right at any size here, and one generic plan is enough.
SELECT set_config('enable_seqscan', 'off', false), set_config('plan_cache_mode', 'force_generic_plan', false),
       set_config('jit', 'off', false);

-- name: database_history
-- Which database this is, and how often it has been restored or failed over: what was read or made in one history need
-- not exist in another.
SELECT system_identifier || '/' || CASE WHEN pg_is_in_recovery() THEN 'standby'
                                        ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END
FROM pg_control_system();

-- name: trust_references
-- From now on this session names customers, products, holds and orders that are known to exist: see
-- 0008_known_references.sql and 0009_order_references.sql.
SELECT set_config('holdfast.references_known', 'on', false);
