-- SPDX-License-Identifier: GPL-3.0-only
-- Ends a customer's hold on a product when its time is over, so that it stands in nobody's way even before the
-- sweep has come by. Answers no event when there is none.
CREATE OR REPLACE FUNCTION expire_own_hold(INOUT p_stock stock_row, p_user uuid, p_now timestamptz, OUT p_event stock_event)
LANGUAGE plpgsql AS $$
DECLARE
    v_hold reservations;
BEGIN
    UPDATE reservations r SET status = 'expired', ended_at = r.expires_at
    WHERE r.user_id = p_user AND r.product_id = p_stock.id AND r.status = 'active' AND r.expires_at <= p_now
    RETURNING * INTO v_hold;
    IF FOUND THEN
        p_stock.available := p_stock.available + v_hold.quantity;
        p_stock.reserved := p_stock.reserved - v_hold.quantity;
        p_stock.stock_version := p_stock.stock_version + 1;
        p_event := hold_event_of('expired', p_stock, v_hold, p_now);
    END IF;
END;
$$;
