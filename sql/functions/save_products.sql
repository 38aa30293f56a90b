-- SPDX-License-Identifier: GPL-3.0-only
-- Writes back what stock_batch() worked out for the products it had locked, one row version each.
CREATE OR REPLACE FUNCTION save_products(p_rows stock_row[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products p
    SET total_stock = w.total,
        available_stock = w.available,
        reserved_stock = w.reserved,
        sold_stock = w.sold,
        stock_version = w.stock_version
    FROM unnest(p_rows) AS w
    WHERE p.id = w.id AND p.stock_version <> w.stock_version
        -- Says no more, but lets the index find them, whatever the planner believes of the table's size.
        AND p.id = ANY (ARRAY(SELECT s.id FROM unnest(p_rows) AS s));
END;
$$;
