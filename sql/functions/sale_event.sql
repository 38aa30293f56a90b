-- SPDX-License-Identifier: GPL-3.0-only
-- The last event of an act on a sale: it is done, at p_now.
CREATE OR REPLACE FUNCTION sale_event(p_sale bigint, p_now timestamptz) RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_event stock_event := stock_event_of('sale', NULL, p_now);
BEGIN
    v_event.sale_id := p_sale;
    RETURN v_event;
END;
$$;
