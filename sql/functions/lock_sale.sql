-- SPDX-License-Identifier: GPL-3.0-only
-- Locks the products of a sale and those in p_more, in id order, then the sale: what changes a sale changes with its
-- products, and products come first, as everywhere. Only who has the sale's lock puts products into it, and only who
-- has a product's lock takes it out: a set that has grown before the sale was locked is locked anew, the locks of the
-- attempt given up, so that the order holds. Everything is read after the last lock, by the clock after it.
-- An unknown sale: p_found is null.
CREATE OR REPLACE FUNCTION lock_sale(
    p_sale bigint, p_more bigint[], OUT p_now timestamptz, OUT p_rows stock_row[], OUT p_found sales)
LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[];
BEGIN
    FOR attempt IN 1 .. 20 LOOP
        v_ids := ARRAY(SELECT p.id FROM products p WHERE p.sale_id = p_sale
                       UNION SELECT m.id FROM unnest(p_more) AS m (id));
        BEGIN
            PERFORM 1 FROM products p WHERE p.id = ANY (v_ids) ORDER BY p.id FOR UPDATE;
            SELECT * INTO p_found FROM sales s WHERE s.id = p_sale FOR NO KEY UPDATE;
            IF EXISTS (SELECT 1 FROM products p WHERE p.sale_id = p_sale AND p.id <> ALL (v_ids)) THEN
                RAISE EXCEPTION 'the sale has grown' USING ERRCODE = 'HF001';
            END IF;
            SELECT * INTO p_now, p_rows FROM lock_products(v_ids);
            RETURN;
        EXCEPTION WHEN SQLSTATE 'HF001' THEN
            NULL;
        END;
    END LOOP;
    RAISE EXCEPTION 'sale % grows faster than it can be locked', p_sale USING ERRCODE = 'serialization_failure';
END;
$$;
