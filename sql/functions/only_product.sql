-- SPDX-License-Identifier: GPL-3.0-only
-- The only product of a sale, or of the active sale when p_sale is null; null when there is not exactly one.
CREATE OR REPLACE FUNCTION only_product(p_sale bigint) RETURNS bigint
LANGUAGE sql
RETURN (SELECT CASE WHEN count(*) = 1 THEN min(p.id) END FROM products p
        -- In a query of its own: asked once, and not for every product there is.
        WHERE p.sale_id = (SELECT coalesce(p_sale, active_sale())) AND p.archived_at IS NULL);
