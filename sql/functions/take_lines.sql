-- SPDX-License-Identifier: GPL-3.0-only
-- One command that takes units for a customer: reserve, buy now, or the order of a cart.
CREATE OR REPLACE FUNCTION take_lines(
    INOUT p_rows stock_row[], INOUT p_swept bigint[], p_ids bigint[], p_now timestamptz, p_kind smallint,
    p_products bigint[], p_reservations uuid[], p_user uuid, p_quantities integer[], p_order uuid, p_number bigint,
    OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
BEGIN
    IF p_kind = 1 THEN
        SELECT * INTO p_rows, p_swept, p_events FROM reserve_lines(
            p_rows, p_swept, p_ids, p_now, p_products, p_reservations, p_user, p_quantities);
    ELSIF p_kind = 6 THEN
        SELECT * INTO p_rows, p_swept, p_events FROM buy_now(
            p_rows, p_swept, p_ids, p_now, p_products[1], p_reservations[1], p_user, p_quantities[1], p_order, p_number);
    ELSE
        SELECT * INTO p_rows, p_swept, p_events FROM order_cart(
            p_rows, p_swept, p_ids, p_now, p_products, p_reservations, p_user, p_order, p_number);
    END IF;
END;
$$;
