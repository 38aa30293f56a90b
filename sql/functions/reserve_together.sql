-- SPDX-License-Identifier: GPL-3.0-only
-- The fast way: all requests of a batch at once, when none can be refused but for a repeat and none meets
-- another (the sender has seen to it that no customer asks twice for a product, and that each asks for one).
-- Answers one 'product' event a product and one 'refused' event a repeat; whoever has none is accepted, in
-- arrival order. No row at all: not decided, nothing changed; go one by one. Products are locked.
CREATE OR REPLACE FUNCTION reserve_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_keys uuid[], p_requests uuid[])
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_repeats bigint;
    v_past boolean;
BEGIN
    IF NOT reserves_fit(p_rows, p_products, p_users, p_quantities) THEN
        RETURN;
    END IF;
    -- The locks make the answer last: nobody else can add or end a hold of these products meanwhile.
    -- LIMIT forbids the planner to join, which on statistics of an empty table means to read all holds there are:
    -- it is one look into the index for each request, whatever the table's size.
    SELECT count(*), coalesce(bool_or(held.expires_at <= p_now), false) INTO v_repeats, v_past
    FROM unnest(p_users, p_products) AS w (usr, product)
    CROSS JOIN LATERAL (
        SELECT r.expires_at FROM reservations r
        WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active' LIMIT 1) AS held;
    IF v_past THEN
        RETURN;
    END IF;
    IF v_repeats > 0 THEN
        RETURN QUERY SELECT * FROM refuse_repeats(p_rows, p_now, p_ordinals, p_products, p_users, p_keys,
                                                  p_requests);
    END IF;

    RETURN QUERY
    WITH wanted AS (
        SELECT w.*
        FROM unnest(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_keys, p_requests)
            AS w (ordinal, product, reservation, usr, units, key, request)
        WHERE v_repeats = 0 OR (
            SELECT r.id FROM reservations r
            WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active') IS NULL
    ), held AS (
        INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
        SELECT w.reservation, w.product, w.usr, w.units, p_now, p_now + make_interval(secs => s.hold_seconds)
        FROM wanted w JOIN unnest(p_rows) AS s ON s.id = w.product
    ), answered AS (
        -- What each request leaves of its product, in arrival order.
        SELECT w.key, w.request, w.reservation, p_now + make_interval(secs => s.hold_seconds) AS expires_at,
               s.available - sum(w.units) OVER earlier AS available,
               s.stock_version + count(*) OVER earlier AS stock_version
        FROM wanted w JOIN unnest(p_rows) AS s ON s.id = w.product
        WINDOW earlier AS (PARTITION BY w.product ORDER BY w.ordinal)
    ), kept AS (
        INSERT INTO idempotency_keys (key, request, created_at, reservation_id, expires_at, available, stock_version)
        SELECT a.key, a.request, p_now, a.reservation, a.expires_at, a.available, a.stock_version
        FROM answered a WHERE a.key IS NOT NULL
    ), taken AS (
        SELECT w.product, sum(w.units)::integer AS units, count(*) AS holds FROM wanted w GROUP BY w.product
    )
    UPDATE products p
    SET available_stock = p.available_stock - t.units,
        reserved_stock = p.reserved_stock + t.units,
        stock_version = p.stock_version + t.holds
    FROM taken t
    WHERE p.id = t.product AND p.id = ANY (ARRAY(SELECT s.id FROM unnest(p_rows) AS s))
    RETURNING 'product', NULL::integer, NULL::integer, NULL, NULL, p.id, p.total_stock, p.available_stock,
        p.reserved_stock, p.sold_stock, p.stock_version, NULL::uuid, NULL::uuid, NULL, t.holds::integer, NULL,
        microseconds(p_now), microseconds(p_now + make_interval(secs => p.hold_seconds)), NULL::bigint, NULL::uuid,
        NULL::bigint, NULL::bigint, NULL, microseconds(p_now), NULL::bigint, NULL::bigint;
END;
$$;
