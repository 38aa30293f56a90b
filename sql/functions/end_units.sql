-- SPDX-License-Identifier: GPL-3.0-only
-- The stock of locked products after holds of theirs were bought (p_kind 2) or cancelled (3), as the events tell; and
-- one 'product' event each.
CREATE OR REPLACE FUNCTION end_units(p_now timestamptz, p_kind smallint, p_events stock_event[]) RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_events stock_event[];
BEGIN
    WITH ended AS (
        UPDATE products p
        SET available_stock = p.available_stock + CASE p_kind WHEN 3 THEN w.units ELSE 0 END,
            reserved_stock = p.reserved_stock - w.units,
            sold_stock = p.sold_stock + CASE p_kind WHEN 2 THEN w.units ELSE 0 END,
            stock_version = p.stock_version + w.holds
        FROM (SELECT e.product_id, sum(e.quantity)::integer AS units, count(*)::integer AS holds
              FROM unnest(p_events) AS e GROUP BY e.product_id) AS w
        WHERE p.id = w.product_id AND p.id = ANY (ARRAY(SELECT e.product_id FROM unnest(p_events) AS e))
        RETURNING ROW('product', NULL, NULL, NULL, NULL, p.id, p.total_stock, p.available_stock, p.reserved_stock,
            p.sold_stock, p.stock_version, NULL, NULL, NULL, w.holds, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            microseconds(p_now), NULL, NULL)::stock_event AS event
    )
    SELECT array_agg(ended.event) INTO v_events FROM ended;
    RETURN v_events;
END;
$$;
