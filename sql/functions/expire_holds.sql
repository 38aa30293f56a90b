-- SPDX-License-Identifier: GPL-3.0-only
-- Ends up to p_limit holds of the given locked products whose time is over, oldest first: the rows and, in
-- p_rows, the stock. One 'expired' event each.
CREATE OR REPLACE FUNCTION expire_holds(
    INOUT p_rows stock_row[], p_now timestamptz, p_limit integer, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s);
    v_ended reservations[];
BEGIN
    -- By place in the table, as the products' locks keep these rows where they are: a join would have to be planned.
    WITH ended AS (
        UPDATE reservations r SET status = 'expired', ended_at = r.expires_at
        WHERE r.ctid = ANY (ARRAY(
            SELECT due.ctid FROM reservations due
            WHERE due.status = 'active' AND due.expires_at <= p_now AND due.product_id = ANY (v_ids)
            ORDER BY due.expires_at
            LIMIT p_limit))
        RETURNING r
    )
    SELECT array_agg(ended.r) INTO v_ended FROM ended;
    IF v_ended IS NULL THEN
        p_events := '{}';
        RETURN;
    END IF;
    SELECT * INTO p_rows, p_events FROM give_back(p_rows, 'expired', v_ended, p_now);
END;
$$;
