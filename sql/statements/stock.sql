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
-- (refuse_product.sql), and for a hold or a key that is there already. One row for each product, as it is now.
-- in_sales: products that may be in a sale, as require_live looks at them in the same transaction.
-- products, units, holds: what all ask of each product, in order of id. product_of …: line by line; units_so_far and
-- holds_so_far are what is taken of the line's product up to the line.
WITH moved AS (
    UPDATE products p
    SET available_stock = p.available_stock - w.units,
        reserved_stock = p.reserved_stock + w.units,
        stock_version = p.stock_version + w.holds
    FROM unnest(:products::bigint[], :units::integer[], :holds::integer[]) AS w (product, units, holds)
    WHERE p.id = w.product AND p.available_stock >= w.units AND p.archived_at IS NULL AND p.per_user_limit IS NULL
        AND (p.sale_id IS NULL OR p.id = ANY (:in_sales::bigint[]))
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
       d.stock_version, d.holds, microseconds(d.decided_at), microseconds(d.expires_at)
FROM unnest(:products) AS asked (product) LEFT JOIN decided d ON d.id = asked.product;

-- name: held_directly
-- What hold_directly has made of these reservations, told from what is there: the stock is as it is now.
SELECT p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version, count(*)::integer,
       microseconds(max(r.created_at)), microseconds(max(r.expires_at))
FROM reservations r JOIN products p ON p.id = r.product_id
WHERE r.id = ANY (:reservations::uuid[])
GROUP BY p.id;

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

-- name: lock_products
-- A statement of its own, in order of id as everybody locks them: the next one sees all that was done before the lock.
SELECT p.id FROM products p WHERE p.id = ANY (:products::bigint[]) ORDER BY p.id FOR UPDATE;

-- name: check_out_directly
-- Check outs by owners of what they hold of locked products, all or none, a row each: fails for a hold that is not there
-- or not what its owner takes it for (refuse_ending.sql), which is for stock_batch() to judge, and for a key that is there
-- already.
-- products: all there are. By line: what it names, and orders, the ids of what is to be made; holds_so_far is how many
-- lines up to it are of its product. quantities and numbers (amounts in minor units) must be right where they are given.
WITH decided AS MATERIALIZED (
    SELECT p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version,
           p.price_minor::bigint AS price_minor, p.currency::text AS currency, p.sale_id,
           (SELECT clock_timestamp()) AS decided_at
    FROM products p WHERE p.id = ANY (:products::bigint[])
), bought AS MATERIALIZED (
    SELECT d.*, w.ordinal, w.purchase, w.key, w.request, w.holds_so_far, hold.*, buyer.username, buyer.email,
           coalesce(d.price_minor * hold.quantity, w.number, 0) AS amount
    FROM unnest(:ordinals::integer[], :product_of::bigint[], :users::uuid[], :quantities::integer[], :orders::uuid[],
                :numbers::bigint[], :keys::uuid[], :requests::uuid[], :holds_so_far::integer[])
        AS w (ordinal, product, usr, asked, purchase, number, key, request, holds_so_far)
    JOIN decided d ON d.id = w.product
    -- One look into an index for each line, whatever the tables' size: LIMIT forbids the planner to join.
    CROSS JOIN LATERAL (
        SELECT r.ctid AS place, r.id AS reservation, r.user_id, r.quantity, r.created_at, r.expires_at, r.frozen_left
        FROM reservations r
        WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active' AND r.expires_at > d.decided_at
        LIMIT 1) AS hold
    CROSS JOIN LATERAL (SELECT u.username, u.email FROM users u WHERE u.id = w.usr LIMIT 1) AS buyer
    WHERE coalesce(w.asked = hold.quantity, true)
      -- Money ends at 10^13 minor units; the product of two numbers within their limits may pass even bigint.
      AND CASE WHEN d.price_minor <= 10000000000000 / hold.quantity
                   THEN coalesce(w.number = d.price_minor * hold.quantity, true)
               ELSE d.price_minor IS NULL END
), ended AS (
    -- By place in the table, as the products' locks keep these rows where they are.
    UPDATE reservations r SET status = 'consumed', ended_at = (SELECT max(d.decided_at) FROM decided d)
    WHERE r.ctid = ANY (ARRAY(SELECT b.place FROM bought b)) AND r.status = 'active'
), ordered AS (
    INSERT INTO orders (id, user_id, amount_minor, currency, created_at)
    SELECT b.purchase, b.user_id, b.amount, b.currency, b.decided_at FROM bought b
), lines AS (
    INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor,
                             amount_minor, purchased_at, sale_id)
    SELECT b.purchase, b.id, b.reservation, b.user_id, b.quantity, b.price_minor, b.amount, b.decided_at, b.sale_id
    FROM bought b
), mail AS (
    INSERT INTO outbox (order_id, recipient, next_attempt_at, created_at)
    SELECT b.purchase, b.email, b.decided_at, b.decided_at FROM bought b WHERE b.email IS NOT NULL
), kept AS (
    INSERT INTO idempotency_keys (key, request, created_at, reservation_id, available, stock_version)
    SELECT b.key, b.request, b.decided_at, b.reservation, b.available_stock, b.stock_version + b.holds_so_far
    FROM bought b WHERE b.key IS NOT NULL
), moved AS (
    UPDATE products p
    SET reserved_stock = p.reserved_stock - w.units,
        sold_stock = p.sold_stock + w.units,
        stock_version = p.stock_version + w.holds
    FROM (SELECT b.id, sum(b.quantity)::integer AS units, count(*)::integer AS holds FROM bought b GROUP BY b.id) AS w
    WHERE p.id = w.id AND p.id = ANY (:products)
)
SELECT coalesce(b.ordinal, refuse_ending()), b.id, b.total_stock, b.available_stock, b.reserved_stock, b.sold_stock,
       b.stock_version, microseconds(b.decided_at), b.reservation, b.user_id, b.quantity, microseconds(b.created_at),
       microseconds(b.expires_at), microseconds_of(b.frozen_left), pg_current_xact_id_if_assigned()::text::bigint,
       b.username, b.price_minor, b.amount, b.currency
FROM unnest(:ordinals) AS asked (ordinal) LEFT JOIN bought b ON b.ordinal = asked.ordinal;

-- name: cancel_directly
-- The same for cancels.
WITH decided AS MATERIALIZED (
    SELECT p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version,
           (SELECT clock_timestamp()) AS decided_at
    FROM products p WHERE p.id = ANY (:products::bigint[])
), cancelled AS MATERIALIZED (
    SELECT d.*, w.ordinal, w.key, w.request, w.holds_so_far, hold.*,
           sum(hold.quantity) OVER (PARTITION BY d.id ORDER BY w.ordinal) AS units_so_far
    FROM unnest(:ordinals::integer[], :product_of::bigint[], :users::uuid[], :keys::uuid[], :requests::uuid[],
                :holds_so_far::integer[]) AS w (ordinal, product, usr, key, request, holds_so_far)
    JOIN decided d ON d.id = w.product
    CROSS JOIN LATERAL (
        SELECT r.ctid AS place, r.id AS reservation, r.user_id, r.quantity, r.created_at, r.expires_at, r.frozen_left
        FROM reservations r
        WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active' AND r.expires_at > d.decided_at
        LIMIT 1) AS hold
), ended AS (
    UPDATE reservations r SET status = 'cancelled', ended_at = (SELECT max(d.decided_at) FROM decided d)
    WHERE r.ctid = ANY (ARRAY(SELECT c.place FROM cancelled c)) AND r.status = 'active'
), kept AS (
    INSERT INTO idempotency_keys (key, request, created_at, reservation_id, available, stock_version)
    SELECT c.key, c.request, c.decided_at, c.reservation, c.available_stock + c.units_so_far,
           c.stock_version + c.holds_so_far
    FROM cancelled c WHERE c.key IS NOT NULL
), moved AS (
    UPDATE products p
    SET available_stock = p.available_stock + w.units,
        reserved_stock = p.reserved_stock - w.units,
        stock_version = p.stock_version + w.holds
    FROM (SELECT c.id, sum(c.quantity)::integer AS units, count(*)::integer AS holds FROM cancelled c GROUP BY c.id) AS w
    WHERE p.id = w.id AND p.id = ANY (:products)
)
SELECT coalesce(c.ordinal, refuse_ending()), c.id, c.total_stock, c.available_stock, c.reserved_stock, c.sold_stock,
       c.stock_version, microseconds(c.decided_at), c.reservation, c.user_id, c.quantity, microseconds(c.created_at),
       microseconds(c.expires_at), microseconds_of(c.frozen_left), pg_current_xact_id_if_assigned()::text::bigint
FROM unnest(:ordinals) AS asked (ordinal) LEFT JOIN cancelled c ON c.ordinal = asked.ordinal;
