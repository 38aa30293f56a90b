-- SPDX-License-Identifier: GPL-3.0-only
-- Whether requests can all be held but for repeats: products known, live and with enough for the sum of all,
-- and nobody over a per-user limit.
CREATE OR REPLACE FUNCTION reserves_fit(
    p_rows stock_row[], p_products bigint[], p_users uuid[], p_quantities integer[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    v_units bigint[];
    v_stock stock_row;
    v_is_limited boolean := false;
BEGIN
    -- One hot product is what a crowd asks for.
    IF cardinality(p_rows) = 1 AND p_rows[1].per_user_limit IS NULL THEN
        v_stock := p_rows[1];
        RETURN NOT v_stock.is_archived AND v_stock.sale_phase = 'live' AND v_stock.id = ALL (p_products)
            AND v_stock.available >= (SELECT sum(u) FROM unnest(p_quantities) AS u);
    END IF;
    -- In order of product, as the rows are.
    v_units := ARRAY(SELECT sum(w.units) FROM unnest(p_products, p_quantities) AS w (product, units)
                     GROUP BY w.product ORDER BY w.product);
    IF cardinality(v_units) <> cardinality(p_rows) THEN
        RETURN false;
    END IF;
    FOR i IN 1 .. cardinality(p_rows) LOOP
        v_stock := p_rows[i];
        IF v_stock.is_archived OR v_stock.sale_phase <> 'live' OR v_stock.available < v_units[i] THEN
            RETURN false;
        END IF;
        v_is_limited := v_is_limited OR v_stock.per_user_limit IS NOT NULL;
    END LOOP;
    RETURN NOT v_is_limited OR NOT EXISTS (
        SELECT 1
        FROM unnest(p_products, p_users, p_quantities) AS w (product, usr, units)
        JOIN unnest(p_rows) AS s ON s.id = w.product AND s.per_user_limit IS NOT NULL
        WHERE w.units + units_bought(w.usr, w.product) > s.per_user_limit);
END;
$$;
