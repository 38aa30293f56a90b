-- SPDX-License-Identifier: GPL-3.0-only
-- Buys every line of a customer's cart; see judge_order_lines() for p_holds and p_amounts. Adds its events to p_events.
CREATE OR REPLACE FUNCTION apply_order_lines(
    INOUT p_rows stock_row[], INOUT p_events stock_event[], p_ids bigint[], p_now timestamptz, p_products bigint[],
    p_reservations uuid[], p_user uuid, p_holds reservations[], p_amounts bigint[], p_order uuid)
LANGUAGE plpgsql AS $$
DECLARE
    v_event stock_event;
    v_made record;
    v_place integer;
    v_quantity integer;
BEGIN
    FOR i IN 1 .. cardinality(p_products) LOOP
        v_place := array_position(p_ids, p_products[i]);
        v_quantity := (SELECT c.quantity FROM cart_items c WHERE c.user_id = p_user AND c.product_id = p_products[i]);
        SELECT * INTO v_made FROM apply_order_line(p_rows[v_place], p_holds[i], p_reservations[i], p_user, v_quantity,
                                                   p_order, p_amounts[i], p_now);
        p_rows[v_place] := v_made.p_stock;
        FOREACH v_event IN ARRAY v_made.p_events LOOP
            v_event.line := i - 1;
            p_events := p_events || v_event;
        END LOOP;
    END LOOP;
END;
$$;
