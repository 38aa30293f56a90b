-- SPDX-License-Identifier: GPL-3.0-only
-- Why a live hold cannot get p_seconds more (null: the product's cap); null refusal when it can. An operator may
-- give more than the cap, again and again, but never less than nothing, nor more than a year at once. A hold whose
-- clock stands still loses nothing: nobody extends it.
CREATE OR REPLACE FUNCTION judge_extend(
    p_stock stock_row, p_hold reservations, p_by_operator boolean, p_seconds bigint, p_now timestamptz,
    OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_seconds NOT BETWEEN 1 AND 31536000 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('requested_seconds', p_seconds);
    ELSIF p_hold.expires_at > p_now + p_hold.frozen_left THEN
        SELECT * INTO p_refusal, p_detail FROM judge_sale(p_stock);
    ELSIF p_by_operator THEN
        RETURN;
    ELSIF p_hold.extensions > 0 OR p_stock.extension_seconds = 0 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('extensions', p_hold.extensions, 'extension_seconds', p_stock.extension_seconds);
    ELSIF p_seconds > p_stock.extension_seconds THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('requested_seconds', p_seconds, 'extension_seconds', p_stock.extension_seconds);
    END IF;
END;
$$;
