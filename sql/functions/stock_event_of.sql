-- SPDX-License-Identifier: GPL-3.0-only
-- An event about a product as it stands, with nothing said yet of any hold.
CREATE OR REPLACE FUNCTION stock_event_of(p_what text, p_stock stock_row, p_now timestamptz) RETURNS stock_event
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_event stock_event;
BEGIN
    v_event.what := p_what;
    v_event.product_id := p_stock.id;
    v_event.total := p_stock.total;
    v_event.available := p_stock.available;
    v_event.reserved := p_stock.reserved;
    v_event.sold := p_stock.sold;
    v_event.stock_version := p_stock.stock_version;
    v_event.decided_at := microseconds(p_now);
    RETURN v_event;
END;
$$;
