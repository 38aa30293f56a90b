-- SPDX-License-Identifier: GPL-3.0-only
-- Locks products and ends all their holds whose time is over, so that an act on the catalogue is not refused for the
-- sake of a hold that the sweep has yet to come by. The same events as the sweep's, without 'next'.
CREATE OR REPLACE FUNCTION expire_all_due(p_ids bigint[], p_notify text) RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz;
    v_before stock_row[];
    v_rows stock_row[];
    v_events stock_event[];
    v_ended integer := 0;
BEGIN
    SELECT * INTO v_now, v_before FROM lock_products(p_ids);
    v_rows := v_before;
    LOOP
        SELECT * INTO v_rows, v_events FROM expire_holds(v_rows, v_now, 5000);
        EXIT WHEN cardinality(v_events) = 0;
        v_ended := v_ended + cardinality(v_events);
        RETURN QUERY SELECT * FROM unnest(v_events);
    END LOOP;
    IF v_ended > 0 THEN
        PERFORM save_products(v_rows);
        PERFORM announce_stock(p_notify, p_ids);
        RETURN QUERY SELECT * FROM product_events(v_before, v_rows, v_now);
    END IF;
END;
$$;
