-- SPDX-License-Identifier: GPL-3.0-only
-- The line of an order for a hold that is consumed, and the event that tells it.
CREATE OR REPLACE FUNCTION add_order_line(
    p_stock stock_row, p_hold reservations, p_order uuid, p_amount bigint, p_now timestamptz) RETURNS stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_event stock_event;
BEGIN
    INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor, amount_minor,
                             purchased_at, sale_id)
    VALUES (p_order, p_hold.product_id, p_hold.id, p_hold.user_id, p_hold.quantity, p_stock.price_minor, p_amount,
            p_now, p_stock.sale_id);
    v_event := hold_event_of('bought', p_stock, p_hold, p_now);
    v_event.username := (SELECT u.username FROM users u WHERE u.id = p_hold.user_id);
    v_event.order_id := p_order;
    v_event.unit_price := p_stock.price_minor;
    v_event.amount := p_amount;
    v_event.currency := p_stock.currency;
    RETURN v_event;
END;
$$;
