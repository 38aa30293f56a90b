-- SPDX-License-Identifier: GPL-3.0-only
-- The refusal of one line of a command, which names its product also when there is none.
CREATE OR REPLACE FUNCTION refused_line(
    p_stock stock_row, p_product bigint, p_line integer, p_now timestamptz, p_refusal text, p_detail jsonb)
RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_event stock_event := refused_event(p_stock, p_now, p_refusal, p_detail);
BEGIN
    v_event.product_id := p_product;
    v_event.line := p_line;
    RETURN v_event;
END;
$$;
