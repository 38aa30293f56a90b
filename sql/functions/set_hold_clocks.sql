-- SPDX-License-Identifier: GPL-3.0-only
-- Moves the ends of the holds of a sale's locked products with the sale: p_before is what it was, p_after what it is
-- to be. One 'clock' event a hold whose clock stops, starts again, or stands still towards another end. A hold past its
-- time is over, and stays as it is.
--
-- A hold whose clock stands still ends what it had left after the sale's end: the clock runs again from there, without
-- anybody's doing; until then every reader shows what it had left.
CREATE OR REPLACE FUNCTION set_hold_clocks(p_before sales, p_after sales, p_rows stock_row[], p_now timestamptz)
RETURNS SETOF stock_event
LANGUAGE plpgsql
-- The table holds every reservation ever made, the index only what is held now.
SET enable_seqscan = off AS $$
DECLARE
    v_products bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s WHERE s.sale_id = p_after.id);
    v_what text := CASE WHEN p_before.holds_frozen_at IS NULL THEN 'frozen'
                        WHEN p_after.holds_frozen_at IS NULL THEN 'running'
                        ELSE 'moved' END;
    v_from timestamptz := CASE WHEN v_what = 'running' THEN p_now ELSE coalesce(p_after.ends_at, 'infinity') END;
BEGIN
    IF p_before.holds_frozen_at IS NOT DISTINCT FROM p_after.holds_frozen_at
       AND (p_after.holds_frozen_at IS NULL OR p_before.ends_at IS NOT DISTINCT FROM p_after.ends_at) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH moved AS (
        UPDATE reservations r
        SET expires_at = v_from + CASE WHEN v_what = 'frozen' THEN time_left(p_now, r.expires_at)
                                       ELSE r.frozen_left END,
            frozen_left = CASE v_what WHEN 'frozen' THEN time_left(p_now, r.expires_at)
                                      WHEN 'moved' THEN r.frozen_left END
        WHERE r.status = 'active' AND r.expires_at > p_now AND r.product_id = ANY (v_products)
          AND (v_what = 'frozen' OR r.frozen_left IS NOT NULL)
        RETURNING r
    )
    SELECT told.*
    FROM moved m JOIN unnest(p_rows) AS s ON s.id = (m.r).product_id
    CROSS JOIN LATERAL hold_event_of('clock', s, m.r, p_now) AS told;
END;
$$;
