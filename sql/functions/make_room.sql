-- SPDX-License-Identifier: GPL-3.0-only
-- Before a customer's request for a locked product is judged: ends the holds past their time that stand in its way,
-- the customer's own, and others' while there is not enough available.
CREATE OR REPLACE FUNCTION make_room(
    INOUT p_stock stock_row, p_user uuid, p_quantity integer, p_now timestamptz, OUT p_events stock_event[])
LANGUAGE plpgsql AS $$
DECLARE
    v_own stock_step;
    v_others record;
BEGIN
    SELECT * INTO v_own FROM expire_own_hold(p_stock, p_user, p_now);
    SELECT * INTO v_others FROM expire_for(v_own.stock, p_quantity, p_now);
    p_stock := v_others.p_stock;
    p_events := v_others.p_events;
    IF (v_own.event).what IS NOT NULL THEN
        p_events := v_own.event || p_events;
    END IF;
END;
$$;
