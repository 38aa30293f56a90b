-- SPDX-License-Identifier: GPL-3.0-only
-- The orders of one line each that 'bought' events tell, and their confirmations: what make_order() and
-- add_order_line() write for each.
CREATE OR REPLACE FUNCTION order_together(p_rows stock_row[], p_now timestamptz, p_events stock_event[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (id, user_id, amount_minor, currency, created_at)
    SELECT e.order_id, e.user_id, e.amount, e.currency, p_now FROM unnest(p_events) AS e;

    INSERT INTO outbox (order_id, recipient, next_attempt_at, created_at)
    SELECT w.order_id, w.email, p_now, p_now
    FROM (SELECT e.order_id, (SELECT u.email FROM users u WHERE u.id = e.user_id) AS email
          FROM unnest(p_events) AS e) AS w
    WHERE w.email IS NOT NULL;

    INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor, amount_minor,
                             purchased_at, sale_id)
    SELECT e.order_id, e.product_id, e.reservation_id, e.user_id, e.quantity, e.unit_price, e.amount, p_now, s.sale_id
    FROM unnest(p_events) AS e JOIN unnest(p_rows) AS s ON s.id = e.product_id;
END;
$$;
