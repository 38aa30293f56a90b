-- SPDX-License-Identifier: GPL-3.0-only
-- One check out, cancel, extend or restock command on a locked product: judged, then applied.
CREATE OR REPLACE FUNCTION end_or_change(
    INOUT p_stock stock_row, p_now timestamptz, p_kind smallint, p_product bigint, p_reservation uuid, p_user uuid,
    p_quantity integer, p_order uuid, p_number bigint, p_by_operator boolean, p_reason text,
    OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_step stock_step;
    v_hold reservations;
    v_refusal text;
    v_detail jsonb;
    v_amount bigint;
BEGIN
    IF p_kind = 5 THEN
        SELECT * INTO v_step FROM apply_restock(p_stock, p_user, p_quantity, p_reason, p_now);
        p_stock := v_step.stock;
        p_event := v_step.event;
        RETURN;
    END IF;

    v_hold := find_hold(p_reservation, p_product, p_user, p_now);
    SELECT * INTO v_refusal, v_detail FROM judge_hold(
        v_hold,
        CASE WHEN p_reservation IS NOT NULL OR p_kind <> 2 THEN 'RESERVATION_NOT_FOUND'
             WHEN p_stock.id IS NULL THEN 'PRODUCT_NOT_FOUND'
             ELSE 'RESERVATION_REQUIRED' END,
        p_now);
    IF v_refusal IS NULL AND p_kind = 2 THEN
        SELECT * INTO v_refusal, v_detail, v_amount FROM judge_check_out(p_stock, v_hold, p_quantity, p_number);
    ELSIF v_refusal IS NULL AND p_kind = 4 THEN
        SELECT * INTO v_refusal, v_detail FROM judge_extend(p_stock, v_hold, p_by_operator, p_number, p_now);
    END IF;

    IF v_refusal IS NOT NULL THEN
        p_event := refused_event(p_stock, p_now, v_refusal, v_detail);
        RETURN;
    END IF;
    IF p_kind = 2 THEN
        SELECT * INTO v_step FROM apply_check_out(p_stock, v_hold, p_order, v_amount, p_now);
    ELSIF p_kind = 3 THEN
        SELECT * INTO v_step FROM apply_cancel(p_stock, v_hold, p_by_operator, p_reason, p_now);
    ELSE
        v_step := ROW(p_stock, apply_extend(p_stock, v_hold, p_number, p_now));
    END IF;
    p_stock := v_step.stock;
    p_event := v_step.event;
END;
$$;
