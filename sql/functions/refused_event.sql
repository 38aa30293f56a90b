-- SPDX-License-Identifier: GPL-3.0-only
-- The answer to a command that changes nothing. The detail is what the API puts under error.details.
CREATE OR REPLACE FUNCTION refused_event(p_stock stock_row, p_now timestamptz, p_refusal text, p_detail jsonb)
RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_event stock_event := stock_event_of('refused', p_stock, p_now);
BEGIN
    v_event.refusal := p_refusal;
    v_event.detail := p_detail::text;
    RETURN v_event;
END;
$$;
