-- SPDX-License-Identifier: GPL-3.0-only
-- Holds for requests that have all been let through, their answers under their keys, and the stock, in one statement:
-- each costs its beginning and its end, however few rows it has. One 'product' event a product. Products are locked.
CREATE OR REPLACE FUNCTION hold_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_keys uuid[], p_requests uuid[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_events stock_event[];
    v_now bigint := microseconds(p_now);
BEGIN
    WITH let_through AS MATERIALIZED (
        SELECT w.reservation, w.product, w.usr, w.units, w.key, w.request,
               p_now + make_interval(secs => s.hold_seconds) AS expires_at,
               -- What each request leaves of its product, in arrival order.
               s.available - sum(w.units) OVER earlier AS available,
               s.stock_version + count(*) OVER earlier AS stock_version
        FROM unnest(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_keys, p_requests)
            AS w (ordinal, product, reservation, usr, units, key, request)
        JOIN unnest(p_rows) AS s ON s.id = w.product
        WINDOW earlier AS (PARTITION BY w.product ORDER BY w.ordinal)
    ), held AS (
        INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
        SELECT t.reservation, t.product, t.usr, t.units, p_now, t.expires_at FROM let_through t
    ), kept AS (
        INSERT INTO idempotency_keys (key, request, created_at, reservation_id, expires_at, available, stock_version)
        SELECT t.key, t.request, p_now, t.reservation, t.expires_at, t.available, t.stock_version
        FROM let_through t WHERE t.key IS NOT NULL
    ), moved AS (
        UPDATE products p
        SET available_stock = p.available_stock - w.units,
            reserved_stock = p.reserved_stock + w.units,
            stock_version = p.stock_version + w.holds
        FROM (SELECT t.product, sum(t.units)::integer AS units, count(*)::integer AS holds
              FROM let_through t GROUP BY t.product) AS w
        WHERE p.id = w.product AND p.id = ANY (p_products)
        RETURNING ROW('product', NULL, NULL, NULL, NULL, p.id, p.total_stock, p.available_stock, p.reserved_stock,
            p.sold_stock, p.stock_version, NULL, NULL, NULL, w.holds, NULL, v_now,
            microseconds(p_now + make_interval(secs => p.hold_seconds)), NULL, NULL, NULL, NULL, NULL,
            v_now, NULL, NULL)::stock_event AS event
    )
    SELECT array_agg(m.event) INTO v_events FROM moved m;
    RETURN v_events;
END;
$$;
