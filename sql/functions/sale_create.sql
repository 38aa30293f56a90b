-- SPDX-License-Identifier: GPL-3.0-only
-- A new sale with its products. Answers 'refused', or one 'product' event each, and at last 'sale' with its id.
CREATE OR REPLACE FUNCTION sale_create(
    p_name text, p_starts_at timestamptz, p_ends_at timestamptz, p_products bigint[], p_is_drop boolean, p_notify text)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_now timestamptz;
    v_rows stock_row[];
    v_faults jsonb;
    v_refusal text;
    v_detail jsonb;
    v_id bigint;
BEGIN
    SELECT * INTO v_now, v_rows FROM lock_products(p_products);
    SELECT * INTO v_refusal, v_detail FROM judge_sale_products(NULL, p_products, v_rows, v_now);
    v_faults := window_faults(p_starts_at, p_ends_at, true, v_now);
    IF v_faults <> '[]' THEN
        v_detail := jsonb_build_object('fields', v_faults || CASE WHEN v_refusal = 'VALIDATION_ERROR'
                                                                  THEN v_detail -> 'fields' ELSE '[]' END);
        v_refusal := 'VALIDATION_ERROR';
    END IF;
    IF v_refusal IS NOT NULL THEN
        RETURN NEXT refused_event(NULL, v_now, v_refusal, v_detail);
        RETURN;
    END IF;
    INSERT INTO sales (name, starts_at, ends_at, is_drop, created_at, updated_at)
    VALUES (p_name, p_starts_at, p_ends_at, p_is_drop, v_now, v_now)
    RETURNING id INTO v_id;
    PERFORM give_sale_products(v_id, p_products, v_now);
    PERFORM announce_stock(p_notify, p_products);
    RETURN QUERY SELECT * FROM product_events(v_rows, v_rows, v_now);
    RETURN NEXT sale_event(v_id, v_now);
END;
$$;
