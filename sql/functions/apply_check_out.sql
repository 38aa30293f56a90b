-- SPDX-License-Identifier: GPL-3.0-only
-- Turns a hold that judge_hold() and judge_check_out() have let through into an order of one line.
CREATE OR REPLACE FUNCTION apply_check_out(
    INOUT p_stock stock_row, p_hold reservations, p_order uuid, p_amount bigint, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_step stock_step;
BEGIN
    PERFORM make_order(p_order, p_hold.user_id, p_amount, p_stock.currency, p_now);
    SELECT * INTO v_step FROM consume_hold(p_stock, p_hold, p_order, p_amount, p_now);
    p_stock := v_step.stock;
    p_event := v_step.event;
END;
$$;
