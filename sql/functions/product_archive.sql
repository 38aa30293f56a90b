-- SPDX-License-Identifier: GPL-3.0-only
-- Takes a product off the catalogue, unless somebody holds it. Nothing is erased: its movements, orders and lines of
-- the audit log keep what they refer to, and product_restore() brings it back.
CREATE OR REPLACE FUNCTION product_archive(
    p_product bigint, p_versions bigint[], p_notify text, OUT refusal text, OUT detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_product products;
BEGIN
    SELECT * INTO v_product FROM products WHERE id = p_product AND archived_at IS NULL FOR UPDATE;
    SELECT * INTO refusal, detail FROM judge_product_version(v_product, p_versions);
    IF refusal IS NULL AND v_product.reserved_stock > 0 THEN
        refusal := 'STOCK_IN_USE';
        detail := jsonb_build_object('reserved_stock', v_product.reserved_stock, 'sold_stock', v_product.sold_stock);
    END IF;
    IF refusal IS NOT NULL THEN
        RETURN;
    END IF;
    UPDATE products p
    SET archived_at = clock_timestamp(), version = p.version + 1, updated_at = clock_timestamp()
    WHERE p.id = p_product;
    PERFORM announce_stock(p_notify, ARRAY[p_product]);
END;
$$;
