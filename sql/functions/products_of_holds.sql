-- SPDX-License-Identifier: GPL-3.0-only
-- Fills the products in that only the hold tells. A hold never changes its product, so no lock is needed.
CREATE OR REPLACE FUNCTION products_of_holds(p_products bigint[], p_reservations uuid[]) RETURNS bigint[]
LANGUAGE sql
RETURN ARRAY(
    SELECT coalesce(w.product, (SELECT r.product_id FROM reservations r WHERE r.id = w.reservation))
    FROM unnest(p_products, p_reservations) WITH ORDINALITY AS w (product, reservation, place)
    ORDER BY w.place);
