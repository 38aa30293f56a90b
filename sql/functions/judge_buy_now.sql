-- SPDX-License-Identifier: GPL-3.0-only
-- Why a customer cannot buy this much of a product of a sale at once; null refusal when it can, and what it costs. p_sale
-- is the sale it was asked of, or null: the product's. p_hold is the customer's live hold on the product, or null: one of
-- just so many units is what is bought.
CREATE OR REPLACE FUNCTION judge_buy_now(
    p_stock stock_row, p_hold reservations, p_user uuid, p_quantity integer, p_sale bigint,
    OUT p_refusal text, OUT p_detail jsonb, OUT p_amount bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_bought reservations;
BEGIN
    IF p_sale IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sales s WHERE s.id = p_sale) THEN
        p_refusal := 'SALE_NOT_FOUND';
    ELSIF p_stock.id IS NULL OR p_stock.is_archived OR p_stock.sale_id <> p_sale
          OR (p_sale IS NOT NULL AND p_stock.sale_id IS NULL) THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
    ELSIF p_stock.sale_id IS NULL OR (p_sale IS NULL AND p_stock.sale_phase NOT IN ('live', 'paused')) THEN
        p_refusal := 'NO_ACTIVE_SALE';
    ELSIF p_hold.quantity <> p_quantity THEN
        p_refusal := 'ALREADY_RESERVED';
        p_detail := jsonb_build_object('reservation_id', p_hold.id, 'expires_at', iso_text(p_hold.expires_at));
    ELSIF p_hold.id IS NULL THEN
        SELECT * INTO p_refusal, p_detail FROM judge_sale(p_stock);
        IF p_refusal IS NULL THEN
            SELECT * INTO p_refusal, p_detail FROM judge_units(p_stock, p_user, p_quantity, p_quantity);
        END IF;
    END IF;
    IF p_refusal IS NULL THEN
        v_bought.quantity := p_quantity;
        SELECT * INTO p_refusal, p_detail, p_amount FROM judge_check_out(p_stock, v_bought, NULL, NULL);
    END IF;
END;
$$;
