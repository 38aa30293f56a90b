-- SPDX-License-Identifier: GPL-3.0-only
-- One reserve command: every line is held, or none and each line that fails says why. p_swept: see make_room_at().
CREATE OR REPLACE FUNCTION reserve_lines(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_ids bigint[], p_now timestamptz, p_products bigint[],
    p_reservations uuid[], p_user uuid, p_quantities integer[], OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_event stock_event;
    v_made stock_event[];
    v_step stock_step;
    v_refusal text;
    v_detail jsonb;
    v_place integer;
    v_is_refused boolean := false;
BEGIN
    p_events := '{}';
    FOR i IN 1 .. cardinality(p_products) LOOP
        v_place := array_position(p_ids, p_products[i]);
        IF p_products[i] <> ALL (p_swept) THEN
            SELECT * INTO p_rows, p_swept, v_made FROM make_room_at(
                p_rows, p_swept, v_place, p_user, p_quantities[i], p_now);
            p_events := p_events || v_made;
        END IF;
        SELECT * INTO v_refusal, v_detail FROM judge_reserve(p_rows[v_place], p_user, p_quantities[i]);
        IF v_refusal IS NOT NULL THEN
            v_is_refused := true;
            v_event := refused_event(p_rows[v_place], p_now, v_refusal, v_detail);
            v_event.product_id := p_products[i];
            v_event.line := i - 1;
            p_events := p_events || v_event;
        END IF;
    END LOOP;
    IF v_is_refused THEN
        RETURN;
    END IF;
    FOR i IN 1 .. cardinality(p_products) LOOP
        v_place := array_position(p_ids, p_products[i]);
        SELECT * INTO v_step FROM apply_reserve(p_rows[v_place], p_reservations[i], p_user, p_quantities[i], p_now);
        p_rows[v_place] := v_step.stock;
        v_event := v_step.event;
        v_event.line := i - 1;
        p_events := p_events || v_event;
    END LOOP;
END;
$$;
