-- SPDX-License-Identifier: GPL-3.0-only
-- How many units of a product a user has bought: what counts against the per-user limit beside a live hold.
CREATE OR REPLACE FUNCTION units_bought(p_user uuid, p_product bigint) RETURNS bigint
LANGUAGE sql STABLE
RETURN (SELECT coalesce(sum(i.quantity), 0)::bigint FROM order_items i
        WHERE i.user_id = p_user AND i.product_id = p_product);
