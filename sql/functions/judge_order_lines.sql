-- SPDX-License-Identifier: GPL-3.0-only
-- Judges every line of a customer's cart after making room for it. Answers the customer's live holds and what each line
-- costs, in the order of p_products; in p_events what ran out for it, and a refusal for each line that fails.
CREATE OR REPLACE FUNCTION judge_order_lines(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_ids bigint[], p_now timestamptz, p_products bigint[],
    p_user uuid, OUT p_holds reservations[], OUT p_amounts bigint[], OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_line cart_items;
    v_hold reservations;
    v_place integer;
    v_made stock_event[];
    v_refusal text;
    v_detail jsonb;
    v_amount bigint;
BEGIN
    p_events := '{}';
    FOR i IN 1 .. cardinality(p_products) LOOP
        SELECT * INTO STRICT v_line FROM cart_items c WHERE c.user_id = p_user AND c.product_id = p_products[i];
        v_place := array_position(p_ids, p_products[i]);
        v_hold := find_hold(NULL, p_products[i], p_user, p_now);
        SELECT * INTO p_rows, p_swept, v_made FROM make_room_at(
            p_rows, p_swept, v_place, p_user, greatest(v_line.quantity - coalesce(v_hold.quantity, 0), 0), p_now);
        p_events := p_events || v_made;
        p_holds[i] := v_hold;
        SELECT * INTO v_refusal, v_detail, v_amount FROM judge_order_line(p_rows[v_place], v_line, v_hold);
        p_amounts[i] := v_amount;
        IF v_refusal IS NOT NULL THEN
            p_events := p_events || refused_line(p_rows[v_place], p_products[i], i - 1, p_now, v_refusal, v_detail);
        END IF;
    END LOOP;
END;
$$;
