-- SPDX-License-Identifier: GPL-3.0-only
-- Why a sale (null: the active one) does not tell which product is meant.
CREATE OR REPLACE FUNCTION judge_sale_choice(p_sale bigint, OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql AS $$
DECLARE
    v_sale bigint := coalesce(p_sale, active_sale());
BEGIN
    IF v_sale IS NULL THEN
        p_refusal := 'NO_ACTIVE_SALE';
    ELSIF NOT EXISTS (SELECT 1 FROM sales s WHERE s.id = v_sale) THEN
        p_refusal := 'SALE_NOT_FOUND';
    ELSIF NOT EXISTS (SELECT 1 FROM products p WHERE p.sale_id = v_sale AND p.archived_at IS NULL) THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
    ELSE
        p_refusal := 'VALIDATION_ERROR';
        p_detail := jsonb_build_object('fields', field_fault(
            'product_id', 'is required: the sale has several products'));
    END IF;
END;
$$;
