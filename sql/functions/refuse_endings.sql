-- SPDX-License-Identifier: GPL-3.0-only
-- Refuses those check outs or cancels of a batch that are not among p_done, each as it would be alone.
CREATE OR REPLACE FUNCTION refuse_endings(
    p_rows stock_row[], p_now timestamptz, p_kind smallint, p_ordinals integer[], p_products bigint[],
    p_reservations uuid[], p_users uuid[], p_quantities integer[], p_numbers bigint[], p_keys uuid[],
    p_requests uuid[], p_done stock_event[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s);
    v_done integer[] := ARRAY(SELECT e.ordinal FROM unnest(p_done) AS e);
    v_events stock_event[] := '{}';
    v_event stock_event;
BEGIN
    FOR i IN 1 .. cardinality(p_ordinals) LOOP
        CONTINUE WHEN p_ordinals[i] = ANY (v_done);
        v_event := (
            SELECT e.p_event
            FROM end_or_change(
                p_rows[array_position(v_ids, p_products[i])], p_now, p_kind, p_products[i], p_reservations[i],
                p_users[i], p_quantities[i], NULL, p_numbers[i], false, NULL) AS e);
        IF v_event.what <> 'refused' THEN
            RAISE EXCEPTION 'a command is refused with others and not alone: %', v_event;
        END IF;
        v_event.ordinal := p_ordinals[i];
        v_event.line := 0;
        v_events := v_events || v_event;
        PERFORM keep_answer(p_keys[i], p_requests[i], p_now, ARRAY[v_event]);
    END LOOP;
    RETURN v_events;
END;
$$;
