-- SPDX-License-Identifier: GPL-3.0-only
-- Makes units that nobody holds a line of an order, by a hold that is consumed as it is made: every unit sold was held.
CREATE OR REPLACE FUNCTION take_units(
    INOUT p_stock stock_row, p_reservation uuid, p_user uuid, p_quantity integer, p_order uuid, p_amount bigint,
    p_now timestamptz, OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    INSERT INTO reservations (id, product_id, user_id, quantity, status, created_at, expires_at, ended_at)
    VALUES (p_reservation, p_stock.id, p_user, p_quantity, 'consumed', p_now,
            p_now + make_interval(secs => p_stock.hold_seconds), p_now)
    RETURNING * INTO v_hold;
    p_stock.available := p_stock.available - p_quantity;
    p_stock.sold := p_stock.sold + p_quantity;
    p_stock.stock_version := p_stock.stock_version + 1;
    p_event := add_order_line(p_stock, v_hold, p_order, p_amount, p_now);
END;
$$;
