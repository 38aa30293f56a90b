-- SPDX-License-Identifier: GPL-3.0-only
-- Moves the end of a hold that judge_hold() and judge_extend() have let through. The stock does not move. Its clock
-- runs: what a pause had left of it is no longer what is left.
CREATE OR REPLACE FUNCTION apply_extend(
    p_stock stock_row, p_hold reservations, p_seconds bigint, p_now timestamptz) RETURNS stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    UPDATE reservations r
    SET expires_at = r.expires_at + make_interval(secs => coalesce(p_seconds, p_stock.extension_seconds)),
        extensions = least(r.extensions + 1, 32767), frozen_left = NULL
    WHERE r.id = p_hold.id AND r.product_id = p_hold.product_id
    RETURNING * INTO v_hold;
    RETURN hold_event_of('extended', p_stock, v_hold, p_now);
END;
$$;
