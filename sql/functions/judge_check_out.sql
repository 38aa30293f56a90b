-- SPDX-License-Identifier: GPL-3.0-only
-- Why a live hold cannot be bought for this much; null refusal when it can, and what it costs.
CREATE OR REPLACE FUNCTION judge_check_out(
    p_stock stock_row, p_hold reservations, p_quantity integer, p_total bigint,
    OUT p_refusal text, OUT p_detail jsonb, OUT p_amount bigint)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_quantity <> p_hold.quantity THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('requested', p_quantity, 'held', p_hold.quantity);
        RETURN;
    END IF;
    -- Money ends at 10^13 minor units; the product of two numbers within their limits may pass even bigint.
    IF p_stock.price_minor::numeric * p_hold.quantity > 10000000000000 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('amount_max', 100000000000);
        RETURN;
    END IF;
    p_amount := coalesce(p_stock.price_minor * p_hold.quantity, p_total, 0);
    IF p_total <> p_amount THEN
        p_refusal := 'AMOUNT_MISMATCH';
        p_detail := jsonb_build_object('expected', p_amount / 100.0, 'given', p_total / 100.0);
    END IF;
END;
$$;
