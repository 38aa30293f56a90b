-- SPDX-License-Identifier: GPL-3.0-only
-- Holds for requests that have all been let through, their answers under their keys, and the stock: one 'product' event
-- a product. Products are locked.
CREATE OR REPLACE FUNCTION hold_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_keys uuid[], p_requests uuid[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_events stock_event[];
BEGIN
    INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
    SELECT w.reservation, w.product, w.usr, w.units, p_now, p_now + make_interval(secs => s.hold_seconds)
    FROM unnest(p_reservations, p_products, p_users, p_quantities) AS w (reservation, product, usr, units)
    JOIN unnest(p_rows) AS s ON s.id = w.product;

    IF cardinality(array_remove(p_keys, NULL)) > 0 THEN
        INSERT INTO idempotency_keys (key, request, created_at, reservation_id, expires_at, available, stock_version)
        SELECT a.key, a.request, p_now, a.reservation, a.expires_at, a.available, a.stock_version
        FROM (
            -- What each request leaves of its product, in arrival order.
            SELECT w.key, w.request, w.reservation, p_now + make_interval(secs => s.hold_seconds) AS expires_at,
                   s.available - sum(w.units) OVER earlier AS available,
                   s.stock_version + count(*) OVER earlier AS stock_version
            FROM unnest(p_ordinals, p_products, p_reservations, p_quantities, p_keys, p_requests)
                AS w (ordinal, product, reservation, units, key, request)
            JOIN unnest(p_rows) AS s ON s.id = w.product
            WINDOW earlier AS (PARTITION BY w.product ORDER BY w.ordinal)) AS a
        WHERE a.key IS NOT NULL;
    END IF;

    WITH held AS (
        UPDATE products p
        SET available_stock = p.available_stock - w.units,
            reserved_stock = p.reserved_stock + w.units,
            stock_version = p.stock_version + w.holds
        FROM (SELECT u.product, sum(u.units)::integer AS units, count(*)::integer AS holds
              FROM unnest(p_products, p_quantities) AS u (product, units) GROUP BY u.product) AS w
        WHERE p.id = w.product AND p.id = ANY (p_products)
        RETURNING ROW('product', NULL, NULL, NULL, NULL, p.id, p.total_stock, p.available_stock, p.reserved_stock,
            p.sold_stock, p.stock_version, NULL, NULL, NULL, w.holds, NULL, microseconds(p_now),
            microseconds(p_now + make_interval(secs => p.hold_seconds)), NULL, NULL, NULL, NULL, NULL,
            microseconds(p_now), NULL, NULL)::stock_event AS event
    )
    SELECT array_agg(held.event) INTO v_events FROM held;
    RETURN v_events;
END;
$$;
