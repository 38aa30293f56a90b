-- SPDX-License-Identifier: GPL-3.0-only
-- Turns a hold that judge_hold() and judge_check_out() have let through into an order of one line.
CREATE OR REPLACE FUNCTION apply_check_out(
    INOUT p_stock stock_row, p_hold reservations, p_order uuid, p_amount bigint, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    UPDATE reservations r SET status = 'consumed', ended_at = p_now
    WHERE r.id = p_hold.id AND r.product_id = p_hold.product_id
    RETURNING * INTO v_hold;
    INSERT INTO orders (id, user_id, amount_minor, currency, created_at)
    VALUES (p_order, p_hold.user_id, p_amount, p_stock.currency, p_now);
    INSERT INTO order_items (order_id, product_id, reservation_id, user_id, quantity, unit_price_minor, amount_minor,
                             purchased_at, sale_id)
    VALUES (p_order, p_hold.product_id, p_hold.id, p_hold.user_id, p_hold.quantity, p_stock.price_minor, p_amount,
            p_now, p_stock.sale_id);
    p_stock.reserved := p_stock.reserved - p_hold.quantity;
    p_stock.sold := p_stock.sold + p_hold.quantity;
    p_stock.stock_version := p_stock.stock_version + 1;

    p_event := hold_event_of('bought', p_stock, v_hold, p_now);
    p_event.username := (SELECT u.username FROM users u WHERE u.id = p_hold.user_id);
    p_event.order_id := p_order;
    p_event.unit_price := p_stock.price_minor;
    p_event.amount := p_amount;
    p_event.currency := p_stock.currency;
END;
$$;
