-- SPDX-License-Identifier: GPL-3.0-only
-- Why a customer may not hold this much of a product now; null refusal when it may. Changes nothing.
-- The product is locked and the customer's holds that are past their time have been ended.
CREATE OR REPLACE FUNCTION judge_reserve(
    p_stock stock_row, p_user uuid, p_quantity integer, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    IF p_stock.id IS NULL OR p_stock.is_archived THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
        RETURN;
    END IF;
    -- Functions are called only to say no: a crowd that is refused costs a call each.
    IF p_stock.sale_phase <> 'live' THEN
        SELECT * INTO p_refusal, p_detail FROM judge_sale(p_stock);
        RETURN;
    END IF;
    SELECT * INTO v_hold FROM reservations r
    WHERE r.user_id = p_user AND r.product_id = p_stock.id AND r.status = 'active';
    IF FOUND THEN
        p_refusal := 'ALREADY_RESERVED';
        p_detail := jsonb_build_object('reservation_id', v_hold.id, 'expires_at', iso_text(v_hold.expires_at));
        RETURN;
    END IF;
    IF p_stock.per_user_limit IS NOT NULL OR p_stock.available < p_quantity THEN
        SELECT * INTO p_refusal, p_detail FROM judge_units(p_stock, p_user, p_quantity, p_quantity);
    END IF;
END;
$$;
