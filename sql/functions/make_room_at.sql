-- SPDX-License-Identifier: GPL-3.0-only
-- make_room() for the product at a place of p_rows, if it is there. p_swept names the products that have no hold past its
-- time left, as far as this batch has found out: they need no look.
CREATE OR REPLACE FUNCTION make_room_at(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_place integer, p_user uuid, p_quantity integer,
    p_now timestamptz, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_made record;
BEGIN
    p_events := '{}';
    IF p_place IS NULL OR p_rows[p_place].id = ANY (p_swept) THEN
        RETURN;
    END IF;
    SELECT * INTO v_made FROM make_room(p_rows[p_place], p_user, p_quantity, p_now);
    p_rows[p_place] := v_made.p_stock;
    p_events := v_made.p_events;
    IF (v_made.p_stock).available < p_quantity THEN
        p_swept := p_swept || (v_made.p_stock).id;
    END IF;
END;
$$;
