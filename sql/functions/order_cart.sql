-- SPDX-License-Identifier: GPL-3.0-only
-- One order of a whole cart, whose row is locked: every line is bought and the cart is empty, or nothing changes and each
-- line that fails says why. p_products are the cart's, in order of id. p_swept: see make_room_at().
CREATE OR REPLACE FUNCTION order_cart(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_ids bigint[], p_now timestamptz, p_products bigint[],
    p_reservations uuid[], p_user uuid, p_order uuid, p_version bigint, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_refusal text := judge_cart(p_user, p_version, p_products);
    v_detail jsonb;
    v_holds reservations[];
    v_amounts bigint[];
    v_total bigint;
BEGIN
    p_events := '{}';
    IF v_refusal IS NOT NULL THEN
        p_events := p_events || refused_event(NULL, p_now, v_refusal, NULL);
        RETURN;
    END IF;
    SELECT * INTO p_rows, p_swept, v_holds, v_amounts, p_events FROM judge_order_lines(
        p_rows, p_swept, p_ids, p_now, p_products, p_user);
    IF EXISTS (SELECT 1 FROM unnest(p_events) AS e WHERE e.what = 'refused') THEN
        RETURN;
    END IF;
    SELECT * INTO v_refusal, v_detail, v_total FROM judge_order(
        ARRAY(SELECT s.currency FROM unnest(p_rows) AS s WHERE s.id = ANY (p_products)), v_amounts);
    IF v_refusal IS NOT NULL THEN
        p_events := p_events || refused_event(NULL, p_now, v_refusal, v_detail);
        RETURN;
    END IF;

    PERFORM make_order(p_order, p_user, v_total, p_rows[array_position(p_ids, p_products[1])].currency, p_now);
    SELECT * INTO p_rows, p_events FROM apply_order_lines(
        p_rows, p_events, p_ids, p_now, p_products, p_reservations, p_user, v_holds, v_amounts, p_order);
    DELETE FROM cart_items i WHERE i.user_id = p_user;
    UPDATE carts c SET version = c.version + 1, updated_at = p_now WHERE c.user_id = p_user;
END;
$$;
