-- SPDX-License-Identifier: GPL-3.0-only
-- Whether requests can all be held but for repeats: products known, live and with enough for the sum of all,
-- and nobody over a per-user limit.
CREATE OR REPLACE FUNCTION reserves_fit(
    p_rows stock_row[], p_products bigint[], p_users uuid[], p_quantities integer[]) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM (SELECT w.product, sum(w.units) AS units
              FROM unnest(p_products, p_quantities) AS w (product, units) GROUP BY w.product) AS w
        LEFT JOIN unnest(p_rows) AS s ON s.id = w.product
        WHERE s.id IS NULL OR s.is_archived OR s.sale_phase <> 'live' OR s.available < w.units
    ) THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT 1
        FROM unnest(p_products, p_users, p_quantities) AS w (product, usr, units)
        JOIN unnest(p_rows) AS s ON s.id = w.product AND s.per_user_limit IS NOT NULL
        WHERE w.units + units_bought(w.usr, w.product) > s.per_user_limit);
END;
$$;
