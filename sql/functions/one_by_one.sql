-- SPDX-License-Identifier: GPL-3.0-only
-- The exact way: command after command in arrival order, on the locked rows as they stand after the one before.
-- The rows are worked on in memory and written once at the end, so that a long batch does not leave a chain of
-- dead versions behind.
CREATE OR REPLACE FUNCTION one_by_one(
    p_rows stock_row[], p_now timestamptz, p_kinds smallint[], p_ordinals integer[], p_products bigint[],
    p_reservations uuid[], p_users uuid[], p_quantities integer[], p_orders uuid[], p_numbers bigint[],
    p_by_operator boolean[], p_reasons text[], p_keys uuid[], p_requests uuid[],
    p_acts jsonb)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_rows stock_row[] := p_rows;
    v_ids bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s);
    v_swept bigint[] := '{}';
    v_events stock_event[];
    v_event stock_event;
    v_step stock_step;
    v_place integer;
    v_first integer := 1;
    v_last integer;
    v_count integer := cardinality(p_kinds);
BEGIN
    WHILE v_first <= v_count LOOP
        v_last := v_first;
        WHILE v_last < v_count AND p_ordinals[v_last + 1] = p_ordinals[v_first] LOOP
            v_last := v_last + 1;
        END LOOP;
        IF p_kinds[v_first] IN (1, 6, 7) THEN
            IF p_kinds[v_first] = 1 THEN
                SELECT * INTO v_rows, v_swept, v_events FROM reserve_lines(
                    v_rows, v_swept, v_ids, p_now, p_products[v_first:v_last], p_reservations[v_first:v_last],
                    p_users[v_first], p_quantities[v_first:v_last]);
            ELSIF p_kinds[v_first] = 6 THEN
                SELECT * INTO v_rows, v_swept, v_events FROM buy_now(
                    v_rows, v_swept, v_ids, p_now, p_products[v_first], p_reservations[v_first], p_users[v_first],
                    p_quantities[v_first], p_orders[v_first], p_numbers[v_first]);
            ELSE
                SELECT * INTO v_rows, v_swept, v_events FROM order_cart(
                    v_rows, v_swept, v_ids, p_now, p_products[v_first:v_last], p_reservations[v_first:v_last],
                    p_users[v_first], p_orders[v_first], p_numbers[v_first]);
            END IF;
            FOREACH v_event IN ARRAY v_events LOOP
                v_event.ordinal := CASE WHEN v_event.what NOT IN ('expired', 'replaced') THEN p_ordinals[v_first] END;
                RETURN NEXT v_event;
            END LOOP;
            PERFORM keep_answer(p_keys[v_first], p_requests[v_first], p_now, v_events);
        ELSE
            v_place := array_position(v_ids, p_products[v_first]);
            SELECT * INTO v_step FROM end_or_change(
                v_rows[v_place], p_now, p_kinds[v_first], p_products[v_first], p_reservations[v_first], p_users[v_first],
                p_quantities[v_first], p_orders[v_first], p_numbers[v_first],
                coalesce(p_by_operator[v_first], false), coalesce(p_reasons[v_first], ''));
            IF v_place IS NOT NULL THEN
                v_rows[v_place] := v_step.stock;
            END IF;
            v_event := v_step.event;
            v_event.ordinal := p_ordinals[v_first];
            v_event.line := 0;
            RETURN NEXT v_event;
            PERFORM keep_answer(p_keys[v_first], p_requests[v_first], p_now, ARRAY[v_event]);
            IF p_acts IS NOT NULL THEN
                PERFORM write_act(p_acts -> p_ordinals[v_first]::text, v_event, p_quantities[v_first],
                                  p_numbers[v_first], coalesce(p_reasons[v_first], ''));
            END IF;
        END IF;
        v_first := v_last + 1;
    END LOOP;

    PERFORM save_products(v_rows);
    RETURN QUERY SELECT * FROM product_events(p_rows, v_rows, p_now);
END;
$$;
