-- SPDX-License-Identifier: GPL-3.0-only
-- Buys a line that has been judged. The customer's hold of just so many units becomes the line; one of another quantity
-- ends, its units go back to stock, and the line takes its own.
CREATE OR REPLACE FUNCTION apply_order_line(
    INOUT p_stock stock_row, p_hold reservations, p_reservation uuid, p_user uuid, p_quantity integer, p_order uuid,
    p_amount bigint, p_now timestamptz, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_step stock_step;
BEGIN
    p_events := '{}';
    IF p_hold.quantity = p_quantity THEN
        SELECT * INTO v_step FROM consume_hold(p_stock, p_hold, p_order, p_amount, p_now);
    ELSE
        IF p_hold.id IS NOT NULL THEN
            SELECT * INTO v_step FROM apply_cancel(p_stock, p_hold, false, NULL, p_now);
            p_stock := v_step.stock;
            v_step.event.what := 'replaced';
            p_events := p_events || v_step.event;
        END IF;
        SELECT * INTO v_step FROM take_units(p_stock, p_reservation, p_user, p_quantity, p_order, p_amount, p_now);
    END IF;
    p_stock := v_step.stock;
    p_events := p_events || v_step.event;
END;
$$;
