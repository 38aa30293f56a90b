-- SPDX-License-Identifier: GPL-3.0-only
-- One 'refused' event for each request of a customer who already holds the product.
CREATE OR REPLACE FUNCTION refuse_repeats(
    p_rows stock_row[], p_now timestamptz, p_ordinals integer[], p_products bigint[], p_users uuid[],
    p_keys uuid[], p_requests uuid[])
RETURNS stock_event[]
LANGUAGE plpgsql AS $$
DECLARE
    v_events stock_event[] := '{}';
    v_event stock_event;
    v_hold record;
BEGIN
    FOR v_hold IN
        SELECT w.ordinal, w.key, w.request, held.id, held.product_id, held.expires_at
        FROM unnest(p_ordinals, p_products, p_users, p_keys, p_requests) AS w (ordinal, product, usr, key, request)
        CROSS JOIN LATERAL (
            SELECT r.id, r.product_id, r.expires_at FROM reservations r
            WHERE r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active' LIMIT 1) AS held
    LOOP
        v_event := refused_event(NULL, p_now, 'ALREADY_RESERVED', jsonb_build_object(
            'reservation_id', v_hold.id, 'expires_at', iso_text(v_hold.expires_at)));
        v_event.ordinal := v_hold.ordinal;
        v_event.line := 0;
        v_event.product_id := v_hold.product_id;
        v_events := v_events || v_event;
        PERFORM keep_answer(v_hold.key, v_hold.request, p_now, ARRAY[v_event]);
    END LOOP;
    RETURN v_events;
END;
$$;
