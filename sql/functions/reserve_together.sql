-- SPDX-License-Identifier: GPL-3.0-only
-- The fast way: all requests of a batch at once, when none can be refused but for a repeat and none meets
-- another (the sender has seen to it that no customer asks twice for a product, and that each asks for one).
-- Answers one 'product' event a product and one 'refused' event a repeat; whoever has none is accepted, in
-- arrival order. No row at all: not decided, nothing changed; go one by one. Products are locked.
CREATE OR REPLACE FUNCTION reserve_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[])
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
    SELECT count(*), coalesce(bool_or(r.expires_at <= p_now), false) INTO v_repeats, v_past
    FROM unnest(p_users, p_products) AS w (usr, product)
    JOIN reservations r ON r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active';
    IF v_past THEN
        RETURN;
    END IF;
    IF v_repeats > 0 THEN
        RETURN QUERY SELECT * FROM refuse_repeats(p_rows, p_now, p_ordinals, p_products, p_users);
    END IF;

    RETURN QUERY
    WITH wanted AS (
        SELECT w.* FROM unnest(p_products, p_reservations, p_users, p_quantities) AS w (product, reservation, usr, units)
        WHERE v_repeats = 0 OR NOT EXISTS (
            SELECT 1 FROM reservations r
            WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active')
    ), held AS (
        INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
        SELECT w.reservation, w.product, w.usr, w.units, p_now, p_now + make_interval(secs => s.hold_seconds)
        FROM wanted w JOIN unnest(p_rows) AS s ON s.id = w.product
    ), taken AS (
        SELECT w.product, sum(w.units)::integer AS units, count(*) AS holds FROM wanted w GROUP BY w.product
    )
    UPDATE products p
    SET available_stock = p.available_stock - t.units,
        reserved_stock = p.reserved_stock + t.units,
        stock_version = p.stock_version + t.holds
    FROM taken t
    WHERE p.id = t.product
    RETURNING 'product', NULL::integer, NULL::integer, NULL, NULL, p.id, p.total_stock, p.available_stock,
        p.reserved_stock, p.sold_stock, p.stock_version, NULL::uuid, NULL::uuid, NULL, t.holds::integer, NULL,
        microseconds(p_now), microseconds(p_now + make_interval(secs => p.hold_seconds)), NULL::bigint, NULL::uuid,
        NULL::bigint, NULL::bigint, NULL, microseconds(p_now);
END;
$$;
