-- SPDX-License-Identifier: GPL-3.0-only
-- A batch of nothing but check outs (p_kind 2), or of nothing but cancels by owners (3), at once. Holds that are named
-- once do not meet each other, so those that can end do, all together, and the others are refused as they would be
-- alone, whichever comes first. Null: some hold is named twice; nothing is changed, go one by one.
-- Products are locked.
CREATE OR REPLACE FUNCTION end_together(
    p_rows stock_row[], p_now timestamptz, p_kind smallint, p_ordinals integer[], p_products bigint[],
    p_reservations uuid[], p_users uuid[], p_quantities integer[], p_orders uuid[], p_numbers bigint[], p_keys uuid[],
    p_requests uuid[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_places tid[];
    v_events stock_event[];
    v_refusals stock_event[] := '{}';
    v_is_repeated boolean;
BEGIN
    SELECT array_agg(e.place), array_agg(e.event), bool_or(e.is_repeated) INTO v_places, v_events, v_is_repeated
    FROM endings_of_lines(p_rows, p_now, p_kind, p_ordinals, p_products, p_reservations, p_users, p_quantities,
                          p_orders, p_numbers) AS e;
    IF v_is_repeated THEN
        RETURN NULL;
    END IF;
    IF coalesce(cardinality(v_events), 0) < cardinality(p_ordinals) THEN
        v_refusals := refuse_endings(p_rows, p_now, p_kind, p_ordinals, p_products, p_reservations, p_users,
                                     p_quantities, p_numbers, p_keys, p_requests, v_events);
    END IF;
    IF v_events IS NULL THEN
        RETURN v_refusals;
    END IF;

    -- By place in the table, as the products' locks keep these rows where they are: a join would have to be planned.
    UPDATE reservations r SET status = CASE p_kind WHEN 2 THEN 'consumed' ELSE 'cancelled' END, ended_at = p_now
    WHERE r.ctid = ANY (v_places);
    IF p_kind = 2 THEN
        PERFORM order_together(p_rows, p_now, v_events);
    END IF;
    IF cardinality(array_remove(p_keys, NULL)) > 0 THEN
        INSERT INTO idempotency_keys (key, request, created_at, events)
        SELECT w.key, w.request, p_now, ARRAY[e]
        FROM unnest(v_events) AS e
        JOIN unnest(p_ordinals, p_keys, p_requests) AS w (ordinal, key, request) ON w.ordinal = e.ordinal
        WHERE w.key IS NOT NULL;
    END IF;
    RETURN v_refusals || v_events || end_units(p_now, p_kind, v_events);
END;
$$;
