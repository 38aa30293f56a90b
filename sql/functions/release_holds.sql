-- SPDX-License-Identifier: GPL-3.0-only
-- Ends every hold of a sale's locked products, each once, and gives the units back. Holds past their time have
-- expired already, and the sweep returns them.
CREATE OR REPLACE FUNCTION release_holds(p_sale bigint, p_rows stock_row[], p_reason text, p_now timestamptz)
RETURNS SETOF stock_event
LANGUAGE plpgsql
-- The table holds every reservation ever made, the index only what is held now.
SET enable_seqscan = off AS $$
DECLARE
    v_products bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s WHERE s.sale_id = p_sale);
    v_ended reservations[];
    v_after stock_row[];
    v_events stock_event[];
BEGIN
    WITH ended AS (
        UPDATE reservations r SET status = 'released', ended_at = p_now, end_reason = p_reason
        WHERE r.status = 'active' AND r.expires_at > p_now AND r.product_id = ANY (v_products)
        RETURNING r
    )
    SELECT coalesce(array_agg(ended.r), '{}') INTO v_ended FROM ended;
    SELECT * INTO v_after, v_events FROM give_back(p_rows, 'ended', v_ended, p_now);
    PERFORM save_products(v_after);
    RETURN QUERY SELECT * FROM unnest(v_events);
    RETURN QUERY SELECT * FROM product_events(p_rows, v_after, p_now);
END;
$$;
