-- SPDX-License-Identifier: GPL-3.0-only
-- The holds that check outs or cancels name, as find_hold() finds each, and where their rows are. A command whose hold
-- is not there has no row. The products are locked.
-- One look into an index for each command, whatever the table's size: LIMIT forbids the planner to join.
CREATE OR REPLACE FUNCTION holds_of_lines(
    p_ordinals integer[], p_products bigint[], p_reservations uuid[], p_users uuid[], p_quantities integer[],
    p_orders uuid[], p_numbers bigint[], p_keys uuid[], p_requests uuid[], p_now timestamptz)
RETURNS TABLE (ordinal integer, product bigint, asked integer, purchase uuid, number bigint, key uuid, request uuid,
               place tid, id uuid, user_id uuid, quantity integer, status text, created_at timestamptz,
               expires_at timestamptz, frozen_left interval)
LANGUAGE sql STABLE AS $$
    SELECT w.ordinal, w.product, w.asked, w.purchase, w.number, w.key, w.request, found.*
    FROM unnest(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_orders, p_numbers, p_keys, p_requests)
        AS w (ordinal, product, reservation, usr, asked, purchase, number, key, request)
    CROSS JOIN LATERAL (
        (SELECT r.ctid, r.id, r.user_id, r.quantity, r.status, r.created_at, r.expires_at, r.frozen_left
         FROM reservations r
         WHERE w.reservation IS NOT NULL AND r.id = w.reservation AND r.product_id = w.product
           AND (w.usr IS NULL OR r.user_id = w.usr) LIMIT 1)
        UNION ALL
        (SELECT r.ctid, r.id, r.user_id, r.quantity, r.status, r.created_at, r.expires_at, r.frozen_left
         FROM reservations r
         WHERE w.reservation IS NULL AND r.user_id = w.usr AND r.product_id = w.product AND r.status = 'active'
           AND r.expires_at > p_now LIMIT 1)) AS found
$$;
