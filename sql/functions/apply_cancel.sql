-- SPDX-License-Identifier: GPL-3.0-only
-- Gives back a hold that judge_hold() has let through: cancelled by its owner, or released by an operator.
CREATE OR REPLACE FUNCTION apply_cancel(
    INOUT p_stock stock_row, p_hold reservations, p_by_operator boolean, p_reason text, p_now timestamptz,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    UPDATE reservations r
    SET status = CASE WHEN p_by_operator THEN 'released' ELSE 'cancelled' END, ended_at = p_now, 
        end_reason = CASE WHEN p_by_operator THEN p_reason END
    WHERE r.id = p_hold.id AND r.product_id = p_hold.product_id
    RETURNING * INTO v_hold;
    p_stock.available := p_stock.available + p_hold.quantity;
    p_stock.reserved := p_stock.reserved - p_hold.quantity;
    p_stock.stock_version := p_stock.stock_version + 1;
    p_event := hold_event_of('ended', p_stock, v_hold, p_now);
END;
$$;
