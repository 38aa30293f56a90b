-- SPDX-License-Identifier: GPL-3.0-only
-- An edit of a sale: judge_sale_edit() says of what. p_versions: one of these it must have, null: any. p_products null: it keeps those it has; else it has exactly these
-- from now on. Answers 'refused', or one event a hold whose end moved with the sale's, one 'product' event a product
-- that it has or had when they were named, and at last 'sale'.
CREATE OR REPLACE FUNCTION sale_edit(
    p_sale bigint, p_versions bigint[], p_name text, p_names_start boolean, p_starts_at timestamptz,
    p_names_end boolean, p_ends_at timestamptz, p_products bigint[], p_notify text)
RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_locked record;
    v_judged record;
    v_refusal text;
    v_detail jsonb;
BEGIN
    SELECT * INTO v_locked FROM lock_sale(p_sale, coalesce(p_products, '{}'));
    SELECT * INTO v_judged FROM judge_sale_edit(v_locked.p_found, p_versions, p_name, p_names_start, p_starts_at,
                                                p_names_end, p_ends_at, v_locked.p_now);
    v_refusal := v_judged.p_refusal;
    v_detail := v_judged.p_detail;
    IF v_refusal IS NULL AND p_products IS NOT NULL THEN
        SELECT * INTO v_refusal, v_detail
        FROM judge_sale_products(v_locked.p_found, p_products, v_locked.p_rows, v_locked.p_now);
    END IF;
    IF v_refusal IS NOT NULL THEN
        RETURN NEXT refused_event(NULL, v_locked.p_now, v_refusal, v_detail);
        RETURN;
    END IF;
    PERFORM save_sale(v_judged.p_sale, v_locked.p_now);
    IF p_products IS NOT NULL THEN
        PERFORM give_sale_products(p_sale, p_products, v_locked.p_now);
        RETURN QUERY SELECT * FROM product_events(v_locked.p_rows, v_locked.p_rows, v_locked.p_now);
    END IF;
    RETURN QUERY SELECT * FROM set_hold_clocks(v_locked.p_found, v_judged.p_sale, v_locked.p_rows, v_locked.p_now);
    PERFORM announce_stock(p_notify, ARRAY(SELECT s.id FROM unnest(v_locked.p_rows) AS s));
    RETURN NEXT sale_event(p_sale, v_locked.p_now);
END;
$$;
