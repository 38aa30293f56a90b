-- SPDX-License-Identifier: GPL-3.0-only
-- One act of an admin or the operator on a sale (judge_sale_act() says which), with what it does to the holds. Answers
-- 'refused', or one event a hold that it touched, one 'product' event a product whose stock moved, and at last 'sale'
-- with the moment.
CREATE OR REPLACE FUNCTION sale_act(
    p_sale bigint, p_act text, p_ends_at timestamptz, p_seconds bigint, p_notify text)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_locked record;
    v_judged record;
BEGIN
    SELECT * INTO v_locked FROM lock_sale(p_sale, '{}');
    SELECT * INTO v_judged FROM judge_sale_act(v_locked.p_found, p_act, p_ends_at, p_seconds, v_locked.p_now);
    IF v_judged.p_refusal IS NOT NULL THEN
        RETURN NEXT refused_event(NULL, v_locked.p_now, v_judged.p_refusal, v_judged.p_detail);
        RETURN;
    END IF;
    PERFORM save_sale(v_judged.p_sale, v_locked.p_now);
    IF p_act = 'cancel' THEN
        RETURN QUERY SELECT * FROM release_holds(p_sale, v_locked.p_rows, 'the sale was cancelled', v_locked.p_now);
    ELSE
        RETURN QUERY SELECT * FROM set_hold_clocks(v_locked.p_found, v_judged.p_sale, v_locked.p_rows, v_locked.p_now);
    END IF;
    PERFORM announce_stock(p_notify, ARRAY(SELECT s.id FROM unnest(v_locked.p_rows) AS s));
    RETURN NEXT sale_event(p_sale, v_locked.p_now);
END;
$$;
