-- SPDX-License-Identifier: GPL-3.0-only
-- A lane's one call for a whole batch: locks the products, answers every command in arrival order exactly as if
-- it had come alone in that order, and writes each product once. When keys of some commands are known already, only
-- those are answered, from what was recorded, and the event 'again' asks to send the rest again: nothing was done.
-- The commands stand in parallel arrays, one element a line; the lines of a command stand together and share its
-- ordinal. An array is null when no line has a value (not those of kinds, ordinals and products).
--   p_kinds         1 reserve, 2 check out, 3 cancel, 4 extend, 5 restock, 6 buy now, 7 order of a cart
--   p_products      null: found by the reservation; buy now: the sale's only one; order: the cart is empty
--   p_reservations  reserve, buy now, order: the new id; else the hold's, or null: the user's active hold on the product
--   p_users         who holds; the owner that must match, or null: anybody's; restock: the actor
--   p_quantities    units; check out: must equal what is held, or null
--   p_numbers       check out: total amount in minor units, or null; extend: seconds, or null; buy now: the sale, or
--                   null; order: the cart's version
--   p_new_names/ids customers not known to exist: found or made, their proposed ids stand in p_users
--   p_together      all are reserves of one line, and no customer asks twice for a product; or all are check outs; or all
--                   are cancels by owners
--   p_looks         whether to look for the keys; without that, one that is known fails the call by its insert
--   p_keys          Idempotency-Keys as digests, or null; p_requests what they came with
--   p_acts          who gave commands with the rights of staff, by ordinal; null: nobody; see write_act()
--   p_notify        see announce_stock()
CREATE OR REPLACE FUNCTION stock_batch(
    p_together boolean, p_looks boolean, p_kinds smallint[], p_ordinals integer[], p_products bigint[], p_reservations uuid[],
    p_users uuid[], p_quantities integer[], p_orders uuid[], p_numbers bigint[], p_by_operator boolean[],
    p_reasons text[], p_new_names text[], p_new_ids uuid[], p_keys uuid[], p_requests uuid[],
    p_acts jsonb, p_notify text)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_products bigint[] := p_products;
    v_users uuid[] := p_users;
    v_ids uuid[];
    v_rows stock_row[];
    v_now timestamptz;
    v_locked record;
    v_events stock_event[];
    v_event stock_event;
BEGIN
    IF array_position(p_products, NULL) IS NOT NULL THEN
        v_products := products_of_lines(p_kinds, p_products, p_reservations, p_numbers);
    END IF;
    -- Before the products, as DirectHolds does, and in order of name: servers that meet the same newcomers wait for
    -- each other, and do not deadlock.
    IF cardinality(p_new_names) > 0 THEN
        v_ids := ensure_customers(p_new_names, p_new_ids);
        IF v_ids <> p_new_ids THEN
            v_users := ARRAY(SELECT coalesce(n.true_id, w.usr)
                             FROM unnest(p_users) WITH ORDINALITY AS w (usr, place)
                             LEFT JOIN unnest(p_new_ids, v_ids) AS n (proposed, true_id) ON n.proposed = w.usr
                             ORDER BY w.place);
        END IF;
        RETURN QUERY SELECT * FROM customer_events(p_new_names, v_ids);
    END IF;

    -- Functions that are called alone in an expression cost a fraction of those in a statement.
    v_locked := lock_products(v_products);
    v_now := v_locked.p_now;
    v_rows := v_locked.p_rows;

    -- After the lock: an answer that another server has just recorded for the same request can be seen.
    IF p_looks AND EXISTS (SELECT FROM idempotency_keys k WHERE k.key = ANY (p_keys)) THEN
        RETURN QUERY SELECT * FROM replay_answers(p_ordinals, p_keys, p_requests, v_now);
        v_event.what := 'again';
        v_event.decided_at := microseconds(v_now);
        RETURN NEXT v_event;
        RETURN;
    END IF;

    IF 7 = ANY (p_kinds) THEN
        PERFORM lock_carts(p_kinds, v_users);
    END IF;

    IF p_together AND p_kinds[1] = 1 THEN
        v_events := reserve_together(v_rows, v_now, p_ordinals, v_products, p_reservations, v_users, p_quantities,
                                     p_keys, p_requests);
    ELSIF p_together THEN
        v_events := end_together(v_rows, v_now, p_kinds[1], p_ordinals, v_products, p_reservations, v_users,
                                 p_quantities, p_orders, p_numbers, p_keys, p_requests);
    END IF;
    IF v_events IS NOT NULL THEN
        RETURN QUERY SELECT * FROM unnest(v_events);
    ELSE
        RETURN QUERY SELECT * FROM one_by_one(v_rows, v_now, p_kinds, p_ordinals, v_products, p_reservations,
                                              v_users, p_quantities, p_orders, p_numbers, p_by_operator, p_reasons,
                                              p_keys, p_requests, p_acts);
    END IF;
    IF p_notify IS NOT NULL THEN
        PERFORM announce_stock(p_notify, ARRAY(SELECT s.id FROM unnest(v_rows) AS s));
    END IF;

    v_event.what := 'transaction';
    v_event.stock_version := pg_current_xact_id_if_assigned()::text::bigint;
    v_event.decided_at := microseconds(v_now);
    RETURN NEXT v_event;
END;
$$;
