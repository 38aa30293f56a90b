-- SPDX-License-Identifier: GPL-3.0-only
-- Makes a live hold a line of an order.
CREATE OR REPLACE FUNCTION consume_hold(
    INOUT p_stock stock_row, p_hold reservations, p_order uuid, p_amount bigint, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    UPDATE reservations r SET status = 'consumed', ended_at = p_now
    WHERE r.id = p_hold.id AND r.product_id = p_hold.product_id
    RETURNING * INTO v_hold;
    p_stock.reserved := p_stock.reserved - p_hold.quantity;
    p_stock.sold := p_stock.sold + p_hold.quantity;
    p_stock.stock_version := p_stock.stock_version + 1;
    p_event := add_order_line(p_stock, v_hold, p_order, p_amount, p_now);
END;
$$;
