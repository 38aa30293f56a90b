-- SPDX-License-Identifier: GPL-3.0-only
-- Ends holds of a locked product that are past their time, in chunks, until it has p_quantity units available or
-- no such hold is left: what is past its time is back in stock before anybody is refused for the lack of it.
CREATE OR REPLACE FUNCTION expire_for(
    INOUT p_stock stock_row, p_quantity integer, p_now timestamptz, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_rows stock_row[] := ARRAY[p_stock];
    v_ended stock_event[];
BEGIN
    p_events := '{}';
    WHILE p_stock.available < p_quantity LOOP
        SELECT * INTO v_rows, v_ended FROM expire_holds(v_rows, p_now, 5000);
        EXIT WHEN cardinality(v_ended) = 0;
        p_stock := v_rows[1];
        p_events := p_events || v_ended;
    END LOOP;
END;
$$;
