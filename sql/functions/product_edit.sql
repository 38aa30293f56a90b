-- SPDX-License-Identifier: GPL-3.0-only
-- Changes what p_changes names of a product (by column), or refuses, before anything is changed. The detail of a
-- refusal is what the API puts under error.details; of an edit, each column's value before and after.
--   p_versions  one of these it must have, null: any
--   p_reason    why its stock was adjusted
--   p_notify    see announce_stock()
CREATE OR REPLACE FUNCTION product_edit(
    p_product bigint, p_versions bigint[], p_changes jsonb, p_reason text, p_actor uuid, p_notify text,
    OUT refusal text, OUT detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_before products;
    v_after products;
BEGIN
    SELECT * INTO v_before FROM products WHERE id = p_product AND archived_at IS NULL FOR UPDATE;
    -- An act on the sale that it goes to (a pause, a cancellation) does not pass it by: see lock_sale().
    PERFORM 1 FROM sales s WHERE s.id = (p_changes ->> 'sale_id')::bigint FOR SHARE;
    -- What the changes do not name stays; what they name as null becomes null.
    v_after := jsonb_populate_record(v_before, p_changes);
    SELECT * INTO refusal, detail FROM judge_product_edit(v_before, v_after, p_versions);
    IF refusal IS NOT NULL THEN
        RETURN;
    END IF;
    detail := (SELECT coalesce(jsonb_object_agg(was.key, jsonb_build_array(was.value, becomes.value)), '{}')
               FROM jsonb_each(to_jsonb(v_before)) AS was JOIN jsonb_each(to_jsonb(v_after)) AS becomes USING (key)
               WHERE was.value <> becomes.value);
    IF detail = '{}' THEN
        RETURN;
    END IF;
    UPDATE products p
    SET name = v_after.name, description = v_after.description, category = v_after.category,
        price_minor = v_after.price_minor, currency = v_after.currency, per_user_limit = v_after.per_user_limit,
        hold_seconds = v_after.hold_seconds,
        -- As for a new product: a hold can be extended by its own length.
        extension_seconds = CASE WHEN v_after.hold_seconds = v_before.hold_seconds THEN p.extension_seconds
                                 ELSE v_after.hold_seconds END,
        sale_id = v_after.sale_id, total_stock = v_after.total_stock,
        available_stock = p.available_stock + v_after.total_stock - p.total_stock,
        stock_version = p.stock_version + (v_after.total_stock <> p.total_stock)::integer,
        version = p.version + 1, updated_at = clock_timestamp()
    WHERE p.id = p_product;
    IF v_after.total_stock <> v_before.total_stock THEN
        INSERT INTO stock_movements (product_id, kind, quantity, reason, actor_id)
        VALUES (p_product, 'adjusted', v_after.total_stock - v_before.total_stock, p_reason, p_actor);
    END IF;
    PERFORM announce_stock(p_notify, ARRAY[p_product]);
END;
$$;
