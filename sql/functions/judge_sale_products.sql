-- SPDX-License-Identifier: GPL-3.0-only
-- Why a sale (null: one to be made) cannot have exactly these products; null refusal when it can. p_rows are the
-- locked products, those it has and those it is to have. A drop keeps its product, and nobody else gets it; of a sale that
-- is over they are not edited.
CREATE OR REPLACE FUNCTION judge_sale_products(
    p_sale sales, p_products bigint[], p_rows stock_row[], p_now timestamptz,
    OUT p_refusal text, OUT p_detail jsonb)
LANGUAGE plpgsql STABLE
-- The table of reservations holds every one ever made, the index only what is held now.
SET enable_seqscan = off AS $$
DECLARE
    v_has bigint[] := ARRAY(SELECT s.id FROM unnest(p_rows) AS s WHERE s.sale_id = p_sale.id);
    v_moved bigint[] := ARRAY(SELECT w.id FROM unnest(p_products) AS w (id) WHERE w.id <> ALL (v_has)
                              UNION SELECT h.id FROM unnest(v_has) AS h (id) WHERE h.id <> ALL (p_products)
                              ORDER BY 1);
    v_faults jsonb;
    v_held jsonb;
BEGIN
    IF p_sale.is_drop AND cardinality(v_moved) > 0 THEN
        p_refusal := 'VALIDATION_ERROR';
        p_detail := jsonb_build_object('fields', field_fault('product_ids', 'a drop keeps its product'));
        RETURN;
    END IF;
    IF sale_phase(p_sale, p_now) IN ('ended', 'cancelled') AND cardinality(v_moved) > 0 THEN
        p_refusal := 'CONFLICT';
        p_detail := jsonb_build_object('status', sale_phase(p_sale, p_now), 'starts_at', iso_text(p_sale.starts_at),
                                       'ends_at', iso_text(p_sale.ends_at));
        RETURN;
    END IF;
    SELECT jsonb_agg(fault.each) INTO v_faults
    FROM (SELECT field_fault('product_ids', w.id || CASE WHEN d.is_drop THEN ' is a drop: it has a sale of its own'
                                                         ELSE ' is not in the catalogue' END) -> 0 AS each
          FROM unnest(p_products) AS w (id)
          LEFT JOIN unnest(p_rows) AS s ON s.id = w.id AND NOT s.is_archived
          LEFT JOIN sales d ON d.id = s.sale_id AND d.id IS DISTINCT FROM p_sale.id AND d.is_drop
          WHERE s.id IS NULL OR d.is_drop
          ORDER BY w.id) AS fault;
    IF v_faults IS NOT NULL THEN
        p_refusal := 'VALIDATION_ERROR';
        p_detail := jsonb_build_object('fields', v_faults);
        RETURN;
    END IF;
    SELECT jsonb_agg(jsonb_build_object('product_id', held.product_id, 'reserved_stock', held.units)) INTO v_held
    FROM (SELECT r.product_id, sum(r.quantity) AS units FROM reservations r
          WHERE r.status = 'active' AND r.expires_at > p_now AND r.product_id = ANY (v_moved)
          GROUP BY r.product_id ORDER BY r.product_id) AS held;
    IF v_held IS NOT NULL THEN
        p_refusal := 'STOCK_IN_USE';
        p_detail := jsonb_build_object('products', v_held);
    END IF;
END;
$$;
