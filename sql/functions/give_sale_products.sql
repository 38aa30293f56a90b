-- SPDX-License-Identifier: GPL-3.0-only
-- Puts exactly these locked products into a locked sale: the others leave it. An edit of each that moves.
CREATE OR REPLACE FUNCTION give_sale_products(p_sale bigint, p_products bigint[], p_now timestamptz) RETURNS void
LANGUAGE sql AS $$
    UPDATE products p
    SET sale_id = CASE WHEN p.id = ANY (p_products) THEN p_sale END, version = p.version + 1, updated_at = p_now
    WHERE (p.id = ANY (p_products) AND p.sale_id IS DISTINCT FROM p_sale)
       OR (p.sale_id = p_sale AND p.id <> ALL (p_products));
$$;
