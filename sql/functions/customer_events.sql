-- SPDX-License-Identifier: GPL-3.0-only
-- Tells the sender the true ids of the customers it had proposed ids for.
CREATE OR REPLACE FUNCTION customer_events(p_names text[], p_ids uuid[]) RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_event stock_event;
BEGIN
    v_event.what := 'customer';
    FOR i IN 1 .. cardinality(p_names) LOOP
        v_event.username := p_names[i];
        v_event.user_id := p_ids[i];
        RETURN NEXT v_event;
    END LOOP;
END;
$$;
