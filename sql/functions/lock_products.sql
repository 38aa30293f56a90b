-- SPDX-License-Identifier: GPL-3.0-only
-- Locks products in id order (always before anything else: no deadlock) and reads them with their sales after
-- the lock, by the clock after the lock. Unknown ids are left out.
CREATE OR REPLACE FUNCTION lock_products(p_ids bigint[], OUT p_now timestamptz, OUT p_rows stock_row[])
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM products WHERE id = ANY (p_ids) ORDER BY id FOR UPDATE;
    -- A statement of its own: its snapshot is newer than any wait for the lock.
    p_now := clock_timestamp();
    p_rows := ARRAY(
        SELECT ROW(
            p.id, p.total_stock, p.available_stock, p.reserved_stock, p.sold_stock, p.stock_version,
            p.price_minor, p.currency, p.per_user_limit, p.hold_seconds, p.extension_seconds,
            p.archived_at IS NOT NULL,
            CASE WHEN p.sale_id IS NULL THEN 'live' ELSE sale_phase(s, p_now) END,
            s.starts_at, s.ends_at, p.sale_id)::stock_row
        FROM products p LEFT JOIN sales s ON s.id = p.sale_id
        WHERE p.id = ANY (p_ids)
        ORDER BY p.id);
END;
$$;
