-- SPDX-License-Identifier: GPL-3.0-only
-- The fast way: all requests of a batch at once, when none can be refused but for a repeat and none meets
-- another (the sender has seen to it that no customer asks twice for a product, and that each asks for one).
-- Answers one 'product' event a product and one 'refused' event a repeat; whoever has none is accepted, in
-- arrival order. Null: not decided, nothing changed; go one by one. Products are locked.
CREATE OR REPLACE FUNCTION reserve_together(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_keys uuid[], p_requests uuid[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_repeats integer[];
    v_past boolean;
    v_refusals stock_event[];
BEGIN
    IF NOT reserves_fit(p_rows, p_products, p_users, p_quantities) THEN
        RETURN NULL;
    END IF;
    -- The locks make the answer last: nobody else can add or end a hold of these products meanwhile.
    -- LIMIT forbids the planner to join, which on statistics of an empty table means to read all holds there are:
    -- it is one look into the index for each request, whatever the table's size.
    SELECT array_agg(w.ordinal), bool_or(held.expires_at <= p_now) INTO v_repeats, v_past
    FROM unnest(p_ordinals, p_users, p_products) AS w (ordinal, usr, product)
    CROSS JOIN LATERAL (
        SELECT r.expires_at FROM reservations r
        WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active' LIMIT 1) AS held;
    IF v_past THEN
        RETURN NULL;
    END IF;
    IF v_repeats IS NULL THEN
        RETURN hold_together(p_rows, p_now, p_ordinals, p_products, p_reservations, p_users, p_quantities, p_keys,
                             p_requests);
    END IF;
    v_refusals := refuse_repeats(p_rows, p_now, p_ordinals, p_products, p_users, p_keys, p_requests);
    SELECT array_agg(w.ordinal), array_agg(w.product), array_agg(w.reservation), array_agg(w.usr), array_agg(w.units),
           array_agg(w.key), array_agg(w.request)
    INTO p_ordinals, p_products, p_reservations, p_users, p_quantities, p_keys, p_requests
    FROM unnest(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_keys, p_requests)
        AS w (ordinal, product, reservation, usr, units, key, request)
    WHERE w.ordinal <> ALL (v_repeats);
    IF p_ordinals IS NULL THEN
        RETURN v_refusals;
    END IF;
    RETURN v_refusals || hold_together(p_rows, p_now, p_ordinals, p_products, p_reservations, p_users, p_quantities,
                                       p_keys, p_requests);
END;
$$;
