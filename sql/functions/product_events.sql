-- SPDX-License-Identifier: GPL-3.0-only
-- One 'product' event for each locked product as it stands now. `quantity` says how many changes of stock this
-- transaction made to it, so that a reader sees whether others made some in between.
CREATE OR REPLACE FUNCTION product_events(p_before stock_row[], p_after stock_row[], p_now timestamptz)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_event stock_event;
BEGIN
    FOR i IN 1 .. cardinality(p_after) LOOP
        v_event := stock_event_of('product', p_after[i], p_now);
        v_event.quantity := p_after[i].stock_version - p_before[i].stock_version;
        RETURN NEXT v_event;
    END LOOP;
END;
$$;
