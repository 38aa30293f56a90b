-- SPDX-License-Identifier: GPL-3.0-only
-- Why p_quantity units of a locked product cannot be taken from stock for a customer now, when it is then to have
-- p_wanted of them in all beside what it has bought; null refusal when they can.
CREATE OR REPLACE FUNCTION judge_units(
    p_stock stock_row, p_user uuid, p_wanted integer, p_quantity integer, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_bought bigint;
BEGIN
    IF p_stock.per_user_limit IS NOT NULL THEN
        v_bought := units_bought(p_user, p_stock.id);
        IF v_bought + p_wanted > p_stock.per_user_limit THEN
            p_refusal := 'LIMIT_REACHED';
            p_detail := jsonb_build_object('limit', p_stock.per_user_limit, 'held', p_wanted - p_quantity,
                                           'purchased', v_bought);
            RETURN;
        END IF;
    END IF;
    IF p_stock.available < p_quantity THEN
        p_refusal := 'OUT_OF_STOCK';
        p_detail := jsonb_build_object('requested', p_quantity, 'available', p_stock.available);
    END IF;
END;
$$;
