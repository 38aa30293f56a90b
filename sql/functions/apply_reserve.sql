-- SPDX-License-Identifier: GPL-3.0-only
-- Holds p_quantity of a product that judge_reserve() has let through.
CREATE OR REPLACE FUNCTION apply_reserve(
    INOUT p_stock stock_row, p_reservation uuid, p_user uuid, p_quantity integer, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    INSERT INTO reservations (id, product_id, user_id, quantity, created_at, expires_at)
    VALUES (p_reservation, p_stock.id, p_user, p_quantity, p_now, p_now + make_interval(secs => p_stock.hold_seconds))
    RETURNING * INTO v_hold;
    p_stock.available := p_stock.available - p_quantity;
    p_stock.reserved := p_stock.reserved + p_quantity;
    p_stock.stock_version := p_stock.stock_version + 1;
    p_event := hold_event_of('held', p_stock, v_hold, p_now);
END;
$$;
