-- SPDX-License-Identifier: GPL-3.0-only
-- Gives up a statement that holds directly, and its transaction: the product, named as if it were a constraint, is not
-- open to all who ask for it. It has less than they ask for, is archived, has a limit for each customer, or is not live.
CREATE OR REPLACE FUNCTION refuse_product(p_product bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'product % is not open to all who ask for it', p_product
        USING ERRCODE = 'HF001', CONSTRAINT = p_product::text;
END;
$$;
