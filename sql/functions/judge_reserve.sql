-- SPDX-License-Identifier: GPL-3.0-only
-- Why a customer may not hold this much of a product now; null refusal when it may. Changes nothing.
-- The product is locked and the customer's holds that are past their time have been ended.
CREATE OR REPLACE FUNCTION judge_reserve(
    p_stock stock_row, p_user uuid, p_quantity integer, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
    v_bought bigint;
BEGIN
    IF p_stock.id IS NULL OR p_stock.is_archived THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
        RETURN;
    END IF;
    IF p_stock.sale_phase <> 'live' THEN
        p_refusal := CASE p_stock.sale_phase WHEN 'paused' THEN 'SALE_PAUSED' ELSE 'DROP_NOT_ACTIVE' END;
        p_detail := jsonb_build_object('status', p_stock.sale_phase, 'starts_at', iso_text(p_stock.sale_starts_at),
                                       'ends_at', iso_text(p_stock.sale_ends_at));
        RETURN;
    END IF;
    SELECT * INTO v_hold FROM reservations r
    WHERE r.user_id = p_user AND r.product_id = p_stock.id AND r.status = 'active';
    IF FOUND THEN
        p_refusal := 'ALREADY_RESERVED';
        p_detail := jsonb_build_object('reservation_id', v_hold.id, 'expires_at', iso_text(v_hold.expires_at));
        RETURN;
    END IF;
    IF p_stock.per_user_limit IS NOT NULL THEN
        v_bought := units_bought(p_user, p_stock.id);
        IF v_bought + p_quantity > p_stock.per_user_limit THEN
            p_refusal := 'LIMIT_REACHED';
            p_detail := jsonb_build_object('limit', p_stock.per_user_limit, 'held', 0, 'purchased', v_bought);
            RETURN;
        END IF;
    END IF;
    IF p_stock.available < p_quantity THEN
        p_refusal := 'OUT_OF_STOCK';
        p_detail := jsonb_build_object('requested', p_quantity, 'available', p_stock.available);
    END IF;
END;
$$;
