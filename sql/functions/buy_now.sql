-- SPDX-License-Identifier: GPL-3.0-only
-- One purchase of a flash sale: held and bought at once, or refused. p_swept: see make_room_at().
CREATE OR REPLACE FUNCTION buy_now(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_ids bigint[], p_now timestamptz, p_product bigint,
    p_reservation uuid, p_user uuid, p_quantity integer, p_order uuid, p_sale bigint, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_place integer := array_position(p_ids, p_product);
    v_hold reservations := find_hold(NULL, p_product, p_user, p_now);
    v_made record;
    v_refusal text;
    v_detail jsonb;
    v_amount bigint;
BEGIN
    SELECT * INTO p_rows, p_swept, p_events FROM make_room_at(
        p_rows, p_swept, v_place, p_user, CASE WHEN v_hold.id IS NULL THEN p_quantity ELSE 0 END, p_now);
    IF p_product IS NULL THEN
        SELECT * INTO v_refusal, v_detail FROM judge_sale_choice(p_sale);
    ELSE
        SELECT * INTO v_refusal, v_detail, v_amount FROM judge_buy_now(
            p_rows[v_place], v_hold, p_user, p_quantity, p_sale);
    END IF;
    IF v_refusal IS NOT NULL THEN
        p_events := p_events || refused_line(p_rows[v_place], p_product, 0, p_now, v_refusal, v_detail);
        RETURN;
    END IF;
    PERFORM make_order(p_order, p_user, v_amount, p_rows[v_place].currency, p_now);
    SELECT * INTO v_made FROM apply_order_line(p_rows[v_place], v_hold, p_reservation, p_user, p_quantity, p_order,
                                               v_amount, p_now);
    p_rows[v_place] := v_made.p_stock;
    p_events := p_events || v_made.p_events;
END;
$$;
