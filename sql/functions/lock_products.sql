-- SPDX-License-Identifier: GPL-3.0-only
-- Locks products in id order (always before anything else: no deadlock) and reads them with their sales after
-- the lock, by the clock after the lock. Unknown ids are left out.
CREATE OR REPLACE FUNCTION lock_products(p_ids bigint[], OUT p_now timestamptz, OUT p_rows stock_row[])
LANGUAGE plpgsql AS $$
DECLARE
    v_in_sale boolean;
BEGIN
    -- FOR UPDATE answers each row as it is once it is locked.
    SELECT array_agg(
               ROW(p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version,
                   p.price_minor, p.currency, p.per_user_limit, p.hold_seconds, p.extension_seconds,
                   p.archived_at IS NOT NULL, 'live', NULL, NULL, p.sale_id)::stock_row),
           bool_or(p.sale_id IS NOT NULL)
    INTO p_rows, v_in_sale
    FROM (SELECT * FROM products WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE) AS p;
    p_now := clock_timestamp();
    IF v_in_sale THEN
        -- A statement of its own: its snapshot is newer than any wait for the lock.
        p_rows := ARRAY(
            SELECT ROW(
                p.id, p.total, p.available, p.reserved, p.sold, p.stock_version, p.price_minor, p.currency,
                p.per_user_limit, p.hold_seconds, p.extension_seconds, p.is_archived,
                CASE WHEN p.sale_id IS NULL THEN 'live' ELSE sale_phase(s, p_now) END,
                s.starts_at, s.ends_at, p.sale_id)::stock_row
            FROM unnest(p_rows) AS p LEFT JOIN sales s ON s.id = p.sale_id
            ORDER BY p.id);
    END IF;
    p_rows := coalesce(p_rows, '{}');
END;
$$;
