-- SPDX-License-Identifier: GPL-3.0-only
-- An event about a hold, with its product as it stands.
CREATE OR REPLACE FUNCTION hold_event_of(p_what text, p_stock stock_row, p_hold reservations, p_now timestamptz)
RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_event stock_event := stock_event_of(p_what, p_stock, p_now);
BEGIN
    v_event.product_id := p_hold.product_id;
    v_event.reservation_id := p_hold.id;
    v_event.user_id := p_hold.user_id;
    v_event.quantity := p_hold.quantity;
    v_event.status := p_hold.status;
    v_event.created_at := microseconds(p_hold.created_at);
    v_event.expires_at := microseconds(p_hold.expires_at);
    v_event.ended_at := microseconds(p_hold.ended_at);
    v_event.frozen_left := microseconds_of(p_hold.frozen_left);
    RETURN v_event;
END;
$$;
