-- SPDX-License-Identifier: GPL-3.0-only
-- The hold a command names: by its id (of p_owner, when given), or as the owner's live one on a product. One past
-- its time is live no more, so that the answer is the same before the sweep has come by and after.
-- Its product is locked, and whoever changes a hold has its product locked: no lock of its own is needed.
CREATE OR REPLACE FUNCTION find_hold(p_reservation uuid, p_product bigint, p_owner uuid, p_now timestamptz)
RETURNS reservations
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    IF p_reservation IS NOT NULL THEN
        SELECT * INTO v_hold FROM reservations r
        WHERE r.id = p_reservation AND r.product_id = p_product AND (p_owner IS NULL OR r.user_id = p_owner);
    ELSE
        SELECT * INTO v_hold FROM reservations r
        WHERE r.user_id = p_owner AND r.product_id = p_product AND r.status = 'active'
          AND r.expires_at > p_now;
    END IF;
    RETURN v_hold;
END;
$$;
