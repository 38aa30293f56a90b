-- SPDX-License-Identifier: GPL-3.0-only
-- Why a line of a cart cannot be bought now; null refusal when it can, and what it costs. p_hold is the customer's
-- live hold on the product, or null: what it covers is the customer's already, whatever the sale's phase.
CREATE OR REPLACE FUNCTION judge_order_line(
    p_stock stock_row, p_line cart_items, p_hold reservations,
    OUT p_refusal text, OUT p_detail jsonb, OUT p_amount bigint)
LANGUAGE plpgsql AS $$
DECLARE
    v_bought reservations;
    v_held integer := coalesce(p_hold.quantity, 0);
BEGIN
    IF p_stock.id IS NULL OR p_stock.is_archived THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
        RETURN;
    END IF;
    IF p_stock.price_minor IS DISTINCT FROM p_line.unit_price_minor OR p_stock.currency <> p_line.currency THEN
        p_refusal := 'PRICE_CHANGED';
        p_detail := jsonb_build_object('was', p_line.unit_price_minor / 100.0, 'now', p_stock.price_minor / 100.0,
                                       'currency', p_stock.currency);
        RETURN;
    END IF;
    IF v_held < p_line.quantity THEN
        SELECT * INTO p_refusal, p_detail FROM judge_sale(p_stock);
        IF p_refusal IS NULL THEN
            SELECT * INTO p_refusal, p_detail FROM judge_units(
                p_stock, p_line.user_id, p_line.quantity, p_line.quantity - v_held);
        END IF;
    END IF;
    IF p_refusal IS NULL THEN
        v_bought.quantity := p_line.quantity;
        SELECT * INTO p_refusal, p_detail, p_amount FROM judge_check_out(p_stock, v_bought, NULL, NULL);
    END IF;
END;
$$;
