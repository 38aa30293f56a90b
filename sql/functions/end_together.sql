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
    v_together record;
BEGIN
    -- Functions that are called alone in an expression cost a fraction of those in a statement.
    IF p_kind = 2 THEN
        v_together := check_out_together(p_rows, p_now, p_ordinals, p_products, p_reservations, p_users, p_quantities,
                                         p_orders, p_numbers, p_keys, p_requests);
    ELSE
        v_together := cancel_together(p_rows, p_now, p_ordinals, p_products, p_reservations, p_users, p_keys,
                                      p_requests);
    END IF;
    IF v_together.p_is_repeated THEN
        RETURN NULL;
    END IF;
    IF v_together.p_done = cardinality(p_ordinals) THEN
        RETURN v_together.p_events;
    END IF;
    RETURN refuse_endings(p_rows, p_now, p_kind, p_ordinals, p_products, p_reservations, p_users, p_quantities,
                          p_numbers, p_keys, p_requests, v_together.p_events) || v_together.p_events;
END;
$$;
