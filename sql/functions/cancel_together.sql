-- SPDX-License-Identifier: GPL-3.0-only
-- A batch's cancels by owners, all that judge_hold() lets through, in one statement, as check_out_together() does with
-- check outs: holds, answers under their keys, and the stock. An 'ended' event each.
CREATE OR REPLACE FUNCTION cancel_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_keys uuid[], p_requests uuid[],
    OUT p_is_repeated boolean, OUT p_done bigint, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := microseconds(p_now);
BEGIN
    WITH found AS MATERIALIZED (
        SELECT * FROM holds_of_lines(p_ordinals, p_products, p_reservations, p_users, NULL, NULL, NULL, p_keys,
                                     p_requests, p_now)
    ), named AS MATERIALIZED (
        SELECT count(DISTINCT f.place) < count(*) AS is_repeated FROM found f
    ), cancelled AS MATERIALIZED (
        SELECT h.place, h.id, h.product, h.quantity, h.key, h.request,
            s.available + sum(h.quantity) OVER earlier AS available,
            s.stock_version + count(*) OVER earlier AS stock_version,
            ROW('ended', h.ordinal, 0, NULL, NULL, s.id, s.total, s.available + sum(h.quantity) OVER earlier,
                s.reserved - sum(h.quantity) OVER earlier, s.sold, s.stock_version + count(*) OVER earlier, h.id,
                h.user_id, NULL, h.quantity, 'cancelled', microseconds(h.created_at), microseconds(h.expires_at), v_now,
                NULL, NULL, NULL, NULL, v_now, microseconds_of(h.frozen_left), NULL)::stock_event AS event
        FROM found h
        JOIN unnest(p_rows) AS s ON s.id = h.product
        WHERE NOT (SELECT n.is_repeated FROM named n) AND h.status = 'active' AND h.expires_at > p_now
        WINDOW earlier AS (PARTITION BY h.product ORDER BY h.ordinal)
    ), ended AS (
        UPDATE reservations r SET status = 'cancelled', ended_at = p_now
        WHERE r.ctid = ANY (ARRAY(SELECT c.place FROM cancelled c))
    ), kept AS (
        INSERT INTO idempotency_keys (key, request, created_at, reservation_id, available, stock_version)
        SELECT c.key, c.request, p_now, c.id, c.available, c.stock_version FROM cancelled c WHERE c.key IS NOT NULL
    ), moved AS (
        UPDATE products p
        SET available_stock = p.available_stock + w.units,
            reserved_stock = p.reserved_stock - w.units,
            stock_version = p.stock_version + w.holds
        FROM (SELECT c.product, sum(c.quantity)::integer AS units, count(*)::integer AS holds
              FROM cancelled c GROUP BY c.product) AS w
        WHERE p.id = w.product AND p.id = ANY (p_products)
        RETURNING ROW('product', NULL, NULL, NULL, NULL, p.id, p.total_stock, p.available_stock, p.reserved_stock,
            p.sold_stock, p.stock_version, NULL, NULL, NULL, w.holds, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            v_now, NULL, NULL)::stock_event AS event
    )
    SELECT (SELECT n.is_repeated FROM named n), count(t.place), array_agg(t.event)
    INTO p_is_repeated, p_done, p_events
    FROM (SELECT c.place, c.event FROM cancelled c UNION ALL SELECT NULL, m.event FROM moved m) AS t;
END;
$$;
