-- SPDX-License-Identifier: GPL-3.0-only
-- Gives up a statement that holds directly, and its transaction: the product, named as if it were a constraint, is not
-- open to all who ask for it. It has less than they ask for, is archived, has a limit for each customer (HF003), or is in
-- a sale (HF004), which is not live or was not reckoned with.
CREATE OR REPLACE FUNCTION refuse_product(p_product bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'product % is not open to all who ask for it', p_product
        USING CONSTRAINT = p_product::text,
              ERRCODE = CASE WHEN EXISTS (SELECT FROM products p WHERE p.id = p_product AND p.sale_id IS NOT NULL)
                             THEN 'HF004' ELSE 'HF003' END;
END;
$$;
