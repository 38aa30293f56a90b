-- SPDX-License-Identifier: GPL-3.0-only
-- The 'held' event of a reservation as it was told at first, whatever has become of it since.
CREATE OR REPLACE FUNCTION replayed_hold(
    p_ordinal integer, p_reservation uuid, p_created timestamptz, p_expires timestamptz, p_available integer,
    p_stock_version bigint)
RETURNS stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
    v_event stock_event;
BEGIN
    SELECT * INTO STRICT v_hold FROM reservations r WHERE r.id = p_reservation;
    v_hold.status := 'active';
    v_hold.expires_at := p_expires;
    v_hold.ended_at := NULL;
    v_event := hold_event_of('held', NULL, v_hold, p_created);
    v_event.ordinal := p_ordinal;
    v_event.line := 0;
    v_event.available := p_available;
    v_event.stock_version := p_stock_version;
    RETURN v_event;
END;
$$;
