-- SPDX-License-Identifier: GPL-3.0-only
-- Fills the products in that a batch's lines do not name: that of the hold, or the only one of the sale. A hold never
-- changes its product, and what is bought of a sale is judged once its product is locked: no lock is needed.
CREATE OR REPLACE FUNCTION products_of_lines(
    p_kinds smallint[], p_products bigint[], p_reservations uuid[], p_numbers bigint[]) RETURNS bigint[]
LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE WHEN w.product IS NOT NULL THEN w.product
                    WHEN w.kind = 6 THEN only_product(w.number)
                    ELSE (SELECT r.product_id FROM reservations r WHERE r.id = w.reservation) END
        FROM unnest(p_kinds, p_products, p_reservations, p_numbers) WITH ORDINALITY
            AS w (kind, product, reservation, number, place)
        ORDER BY w.place);
END;
$$;
