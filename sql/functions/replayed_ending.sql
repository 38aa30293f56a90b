-- SPDX-License-Identifier: GPL-3.0-only
-- The 'bought' or 'ended' event of a hold as it was told at first: what has ended changes no more.
CREATE OR REPLACE FUNCTION replayed_ending(
    p_ordinal integer, p_reservation uuid, p_decided timestamptz, p_available integer, p_stock_version bigint)
RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_hold reservations;
    v_event stock_event;
BEGIN
    SELECT * INTO STRICT v_hold FROM reservations r WHERE r.id = p_reservation;
    v_event := hold_event_of(CASE v_hold.status WHEN 'consumed' THEN 'bought' ELSE 'ended' END, NULL, v_hold, p_decided);
    IF v_hold.status = 'consumed' THEN
        SELECT u.username, i.order_id, i.unit_price_minor, i.amount_minor, o.currency
        INTO STRICT v_event.username, v_event.order_id, v_event.unit_price, v_event.amount, v_event.currency
        FROM order_items i
        JOIN orders o ON o.id = i.order_id
        JOIN users u ON u.id = i.user_id
        WHERE i.reservation_id = p_reservation AND i.product_id = v_hold.product_id;
    END IF;
    v_event.ordinal := p_ordinal;
    v_event.line := 0;
    v_event.available := p_available;
    v_event.stock_version := p_stock_version;
    RETURN v_event;
END;
$$;
