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

-- name: expire_due
-- The sweep; the same columns as stock_batch.
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM expire_due(:limit, :patient, :notify);

-- name: transaction_status
-- What became of a transaction whose commit was not answered: committed, aborted or in progress.
SELECT pg_xact_status(:transaction::text::xid8);

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
