-- SPDX-License-Identifier: GPL-3.0-only
-- What those check outs (p_kind 2) or cancels by owners (3) of a batch come to that judge_hold() and judge_check_out()
-- let through: the event of each, in arrival order, and where its hold's row is. Nothing is changed. A hold that is
-- named more than once has is_repeated rows without events: what these come to depends on each other.
CREATE OR REPLACE FUNCTION endings_of_lines(
    p_rows stock_row[], p_now timestamptz, p_kind smallint, p_ordinals integer[], p_products bigint[],
    p_reservations uuid[], p_users uuid[], p_quantities integer[], p_orders uuid[], p_numbers bigint[])
RETURNS TABLE (place tid, is_repeated boolean, event stock_event)
LANGUAGE sql STABLE AS $$
    SELECT h.place, h.is_repeated,
        CASE WHEN NOT h.is_repeated THEN ROW(
            CASE p_kind WHEN 2 THEN 'bought' ELSE 'ended' END, h.ordinal, 0, NULL, NULL, s.id, s.total,
            s.available + CASE p_kind WHEN 3 THEN sum(h.quantity) OVER earlier ELSE 0 END,
            s.reserved - sum(h.quantity) OVER earlier,
            s.sold + CASE p_kind WHEN 2 THEN sum(h.quantity) OVER earlier ELSE 0 END,
            s.stock_version + count(*) OVER earlier,
            h.id, h.user_id, CASE p_kind WHEN 2 THEN (SELECT u.username FROM users u WHERE u.id = h.user_id) END,
            h.quantity, CASE p_kind WHEN 2 THEN 'consumed' ELSE 'cancelled' END, microseconds(h.created_at),
            microseconds(h.expires_at), moment.now, h.purchase, CASE p_kind WHEN 2 THEN s.price_minor END,
            CASE p_kind WHEN 2 THEN coalesce(s.price_minor * h.quantity, h.number, 0) END,
            CASE p_kind WHEN 2 THEN s.currency END, moment.now, microseconds_of(h.frozen_left), NULL)::stock_event END
    FROM (SELECT f.*, count(*) OVER (PARTITION BY f.id) > 1 AS is_repeated
          FROM holds_of_lines(p_ordinals, p_products, p_reservations, p_users, p_quantities, p_orders, p_numbers,
                              p_now) AS f) AS h
    JOIN unnest(p_rows) AS s ON s.id = h.product
    CROSS JOIN (SELECT microseconds(p_now) AS now) AS moment
    WHERE h.is_repeated
       OR (h.status = 'active' AND h.expires_at > p_now
           AND (p_kind = 3 OR (coalesce(h.asked = h.quantity, true)
                               AND coalesce(s.price_minor::numeric * h.quantity <= 10000000000000, true)
                               AND coalesce(h.number = s.price_minor::numeric * h.quantity, true))))
    WINDOW earlier AS (PARTITION BY h.product ORDER BY h.ordinal)
$$;
