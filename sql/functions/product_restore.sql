-- SPDX-License-Identifier: GPL-3.0-only
-- Brings an archived product back as it was. One that is not archived stays as it is.
CREATE OR REPLACE FUNCTION product_restore(p_product bigint, p_notify text, OUT refusal text, OUT detail jsonb)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM products WHERE id = p_product FOR UPDATE;
    IF NOT FOUND THEN
        refusal := 'PRODUCT_NOT_FOUND';
        RETURN;
    END IF;
    UPDATE products p SET archived_at = NULL, version = p.version + 1, updated_at = clock_timestamp()
    WHERE p.id = p_product AND p.archived_at IS NOT NULL;
    PERFORM announce_stock(p_notify, ARRAY[p_product]);
END;
$$;
