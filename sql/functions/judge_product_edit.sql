-- SPDX-License-Identifier: GPL-3.0-only
-- Why a locked product cannot become what an edit makes of it; null refusal when it can.
CREATE OR REPLACE FUNCTION judge_product_edit(
    p_before products, p_after products, p_versions bigint[], OUT refusal text, OUT detail jsonb)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_moves boolean := p_after.sale_id IS DISTINCT FROM p_before.sale_id;
BEGIN
    SELECT * INTO refusal, detail FROM judge_product_version(p_before, p_versions);
    IF refusal IS NOT NULL THEN
        RETURN;
    END IF;
    IF v_moves AND p_after.sale_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM sales s
                       WHERE s.id = p_after.sale_id AND NOT s.is_drop
                         AND sale_phase(s, clock_timestamp()) NOT IN ('ended', 'cancelled')) THEN
        refusal := 'VALIDATION_ERROR';
        detail := jsonb_build_object('fields', jsonb_build_array(
            jsonb_build_object('field', 'sale_id', 'message', 'must be a sale that is not over, and no drop')));
    ELSIF v_moves AND EXISTS (SELECT 1 FROM sales s WHERE s.id = p_before.sale_id AND s.is_drop) THEN
        -- A drop is a product and its window: without the one the other is nothing.
        refusal := 'CONFLICT';
        detail := jsonb_build_object('drop_id', p_before.id, 'sale_id', p_before.sale_id);
    ELSIF (v_moves AND p_before.reserved_stock > 0)
          OR p_after.total_stock < p_before.reserved_stock + p_before.sold_stock THEN
        refusal := 'STOCK_IN_USE';
        detail := jsonb_build_object('reserved_stock', p_before.reserved_stock, 'sold_stock', p_before.sold_stock);
    END IF;
END;
$$;
