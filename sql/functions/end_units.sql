-- SPDX-License-Identifier: GPL-3.0-only
-- The stock of locked products after holds of theirs were bought (p_kind 2) or cancelled (3), as the events tell; and
-- one 'product' event each.
CREATE OR REPLACE FUNCTION end_units(p_now timestamptz, p_kind smallint, p_events stock_event[])
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH ended AS (
        SELECT e.product_id, sum(e.quantity)::integer AS units, count(*)::integer AS holds
        FROM unnest(p_events) AS e GROUP BY e.product_id
    )
    UPDATE products p
    SET available_stock = p.available_stock + CASE p_kind WHEN 3 THEN w.units ELSE 0 END,
        reserved_stock = p.reserved_stock - w.units,
        sold_stock = p.sold_stock + CASE p_kind WHEN 2 THEN w.units ELSE 0 END,
        stock_version = p.stock_version + w.holds
    FROM ended w
    WHERE p.id = w.product_id AND p.id = ANY (ARRAY(SELECT e.product_id FROM unnest(p_events) AS e))
    RETURNING 'product', NULL::integer, NULL::integer, NULL, NULL, p.id, p.total_stock, p.available_stock,
        p.reserved_stock, p.sold_stock, p.stock_version, NULL::uuid, NULL::uuid, NULL, w.holds, NULL, NULL::bigint,
        NULL::bigint, NULL::bigint, NULL::uuid, NULL::bigint, NULL::bigint, NULL, microseconds(p_now), NULL::bigint,
        NULL::bigint;
END;
$$;
