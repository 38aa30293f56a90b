-- SPDX-License-Identifier: GPL-3.0-only
-- Why a hold cannot be bought, given back or extended now; null refusal when it can. p_missing is the code for
-- a hold that is not there (or somebody else's, which to a stranger is the same).
CREATE OR REPLACE FUNCTION judge_hold(
    p_hold reservations, p_missing text, p_now timestamptz, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_hold.id IS NULL THEN
        p_refusal := p_missing;
    ELSIF p_hold.status = 'consumed' THEN
        p_refusal := 'ALREADY_PURCHASED';
        p_detail := jsonb_build_object('reservation_id', p_hold.id);
    ELSIF p_hold.status = 'expired' OR (p_hold.status = 'active' AND p_hold.expires_at <= p_now) THEN
        p_refusal := 'RESERVATION_EXPIRED';
        p_detail := jsonb_build_object('reservation_id', p_hold.id, 'expired_at', iso_text(p_hold.expires_at));
    ELSIF p_hold.status <> 'active' THEN
        p_refusal := 'RESERVATION_NOT_ACTIVE';
        p_detail := jsonb_build_object('reservation_id', p_hold.id, 'status', p_hold.status);
    END IF;
END;
$$;
