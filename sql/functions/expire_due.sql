-- SPDX-License-Identifier: GPL-3.0-only
-- The sweep: ends up to p_limit holds whose time is over, oldest first. The last event, 'next', says when the next
-- active hold falls due (none: null expires_at).
--   p_patient  false: products that somebody has locked are passed over, so that one stuck product holds up neither
--              the others nor the lane. True: one of the products with something due, any, is waited for a little,
--              so that a busy product is not passed over for ever.
CREATE OR REPLACE FUNCTION expire_due(p_limit integer, p_patient boolean, p_notify text) RETURNS SETOF stock_event
LANGUAGE plpgsql AS $$
DECLARE
    v_ids bigint[];
    v_before stock_row[];
    v_rows stock_row[];
    v_events stock_event[];
    -- Read once: a comparison with the clock itself, which is volatile, would read every active hold there is.
    v_now timestamptz := clock_timestamp();
    v_next stock_event;
BEGIN
    v_ids := ARRAY(
        SELECT DISTINCT due.product_id
        FROM (SELECT r.product_id FROM reservations r
              WHERE r.status = 'active' AND r.expires_at <= v_now
              ORDER BY r.expires_at LIMIT p_limit) AS due);
    IF p_patient THEN
        PERFORM set_config('lock_timeout', '100ms', true);
        v_ids := ARRAY(SELECT w.id FROM unnest(v_ids) AS w (id) ORDER BY random() LIMIT 1);
    ELSE
        v_ids := ARRAY(SELECT p.id FROM products p WHERE p.id = ANY (v_ids) ORDER BY p.id FOR UPDATE SKIP LOCKED);
    END IF;
    IF cardinality(v_ids) > 0 THEN
        SELECT * INTO v_now, v_before FROM lock_products(v_ids);
        SELECT * INTO v_rows, v_events FROM expire_holds(v_before, v_now, p_limit);
        PERFORM save_products(v_rows);
        PERFORM announce_stock(p_notify, v_ids);
        RETURN QUERY SELECT * FROM unnest(v_events);
        RETURN QUERY SELECT * FROM product_events(v_before, v_rows, v_now);
    END IF;
    v_next.what := 'next';
    v_next.decided_at := microseconds(v_now);
    v_next.expires_at := microseconds((SELECT min(r.expires_at) FROM reservations r WHERE r.status = 'active'));
    RETURN NEXT v_next;
END;
$$;
