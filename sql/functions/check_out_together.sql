-- SPDX-License-Identifier: GPL-3.0-only
-- A batch's check outs, all that judge_hold() and judge_check_out() let through, in one statement: holds, orders of one
-- line each with their confirmations (as make_order() and add_order_line() write them), answers under their keys, and
-- the stock. A statement costs as much to begin as some rows of it, and every list it is handed is taken apart again.
-- Answers a 'bought' event each and a 'product' event a product, and how many were bought. When a hold is named more
-- than once, nothing is done and p_is_repeated said. Products are locked.
CREATE OR REPLACE FUNCTION check_out_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_orders uuid[], p_numbers bigint[], p_keys uuid[], p_requests uuid[],
    OUT p_is_repeated boolean, OUT p_done bigint, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_now bigint := microseconds(p_now);
BEGIN
    WITH found AS MATERIALIZED (
        SELECT * FROM holds_of_lines(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_orders, p_numbers,
                                     p_keys, p_requests, p_now)
    ), named AS MATERIALIZED (
        SELECT count(DISTINCT f.place) < count(*) AS is_repeated FROM found f
    ), bought AS MATERIALIZED (
        SELECT h.place, h.purchase, h.product, h.id, h.user_id, h.quantity, h.key, h.request, buyer.email,
            s.price_minor, s.currency, s.sale_id, coalesce(s.price_minor * h.quantity, h.number, 0) AS amount,
            s.available, s.stock_version + count(*) OVER earlier AS stock_version,
            ROW('bought', h.ordinal, 0, NULL, NULL, s.id, s.total, s.available,
                s.reserved - sum(h.quantity) OVER earlier, s.sold + sum(h.quantity) OVER earlier,
                s.stock_version + count(*) OVER earlier, h.id, h.user_id, buyer.username, h.quantity, 'consumed',
                microseconds(h.created_at), microseconds(h.expires_at), v_now, h.purchase, s.price_minor,
                coalesce(s.price_minor * h.quantity, h.number, 0), s.currency, v_now, microseconds_of(h.frozen_left),
                NULL)::stock_event AS event
        FROM found h
        JOIN unnest(p_rows) AS s ON s.id = h.product
        LEFT JOIN LATERAL (SELECT u.username, u.email FROM users u WHERE u.id = h.user_id LIMIT 1) AS buyer ON true
        WHERE NOT (SELECT n.is_repeated FROM named n)
          AND h.status = 'active' AND h.expires_at > p_now AND coalesce(h.asked = h.quantity, true)
          -- Money ends at 10^13 minor units; the product of two numbers within their limits may pass even bigint.
          AND CASE WHEN s.price_minor <= 10000000000000 / h.quantity
                       THEN coalesce(h.number = s.price_minor * h.quantity, true)
                   ELSE s.price_minor IS NULL END
        WINDOW earlier AS (PARTITION BY h.product ORDER BY h.ordinal)
    ), ended AS (
        -- By place in the table, as the products' locks keep these rows where they are.
        UPDATE reservations r SET status = 'consumed', ended_at = p_now
        WHERE r.ctid = ANY (ARRAY(SELECT b.place FROM bought b))
    ), ordered AS (
        INSERT INTO orders (id, user_id, amount_minor, currency, created_at)
        SELECT b.purchase, b.user_id, b.amount, b.currency, p_now FROM bought b
    ), lines AS (
        INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor,
                                 amount_minor, purchased_at, sale_id)
        SELECT b.purchase, b.product, b.id, b.user_id, b.quantity, b.price_minor, b.amount, p_now, b.sale_id
        FROM bought b
    ), mail AS (
        INSERT INTO outbox (order_id, recipient, next_attempt_at, created_at)
        SELECT b.purchase, b.email, p_now, p_now FROM bought b WHERE b.email IS NOT NULL
    ), kept AS (
        INSERT INTO idempotency_keys (key, request, created_at, reservation_id, available, stock_version)
        SELECT b.key, b.request, p_now, b.id, b.available, b.stock_version FROM bought b WHERE b.key IS NOT NULL
    ), moved AS (
        UPDATE products p
        SET reserved_stock = p.reserved_stock - w.units,
            sold_stock = p.sold_stock + w.units,
            stock_version = p.stock_version + w.holds
        FROM (SELECT b.product, sum(b.quantity)::integer AS units, count(*)::integer AS holds
              FROM bought b GROUP BY b.product) AS w
        WHERE p.id = w.product AND p.id = ANY (p_products)
        RETURNING ROW('product', NULL, NULL, NULL, NULL, p.id, p.total_stock, p.available_stock, p.reserved_stock,
            p.sold_stock, p.stock_version, NULL, NULL, NULL, w.holds, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            v_now, NULL, NULL)::stock_event AS event
    )
    SELECT (SELECT n.is_repeated FROM named n), count(t.place), array_agg(t.event)
    INTO p_is_repeated, p_done, p_events
    FROM (SELECT b.place, b.event FROM bought b UNION ALL SELECT NULL, m.event FROM moved m) AS t;
END;
$$;
