-- SPDX-License-Identifier: GPL-3.0-only
-- Recomputes every product from its rows and checks what no CHECK can see. One row a difference; none is clean.
CREATE OR REPLACE FUNCTION audit_stock()
RETURNS TABLE (product_id bigint, fault text, expected bigint, found bigint)
LANGUAGE sql STABLE AS $$
    WITH held AS (
        SELECT r.product_id, sum(r.quantity) AS units FROM reservations r WHERE r.status = 'active' GROUP BY 1
    ), bought AS (
        SELECT i.product_id, sum(i.quantity) AS units FROM order_items i GROUP BY 1
    ), moved AS (
        SELECT m.product_id, sum(m.quantity) AS units, count(*) FILTER (WHERE m.kind = 'created') AS creations,
               count(*) FILTER (WHERE m.kind = 'created' AND m.quantity < 0 OR m.kind = 'restocked' AND m.quantity < 1)
                   AS misfits
        FROM stock_movements m GROUP BY 1
    ), consumed AS (
        SELECT r.product_id, sum(r.quantity) AS units FROM reservations r WHERE r.status = 'consumed' GROUP BY 1
    ), compared AS (
        SELECT p.id, v.fault, v.expected, v.found
        FROM products p
        LEFT JOIN held h ON h.product_id = p.id
        LEFT JOIN bought b ON b.product_id = p.id
        LEFT JOIN moved m ON m.product_id = p.id
        LEFT JOIN consumed c ON c.product_id = p.id
        CROSS JOIN LATERAL (VALUES
            ('reserved_stock is not the sum of its active holds', coalesce(h.units, 0), p.reserved_stock),
            ('sold_stock is not the sum of its order lines', coalesce(b.units, 0), p.sold_stock),
            ('total_stock is not the sum of its movements', coalesce(m.units, 0), p.total_stock),
            ('it was not created exactly once', 1, coalesce(m.creations, 0)),
            ('a creation or restock takes units away', 0, coalesce(m.misfits, 0)),
            ('it is archived while somebody holds it', 0,
             CASE WHEN p.archived_at IS NULL THEN 0 ELSE p.reserved_stock END),
            ('total_stock is not available + reserved + sold',
             p.available_stock::bigint + p.reserved_stock + p.sold_stock, p.total_stock),
            ('order lines are not the consumed holds', coalesce(c.units, 0), coalesce(b.units, 0))
        ) AS v (fault, expected, found)
        WHERE v.expected <> v.found
    ), misfits AS (
        SELECT i.product_id, 'an order line differs from the hold it bought', r.quantity, i.quantity
        FROM order_items i
        JOIN reservations r ON r.id = i.reservation_id AND r.product_id = i.product_id
        WHERE r.status <> 'consumed' OR r.quantity <> i.quantity OR r.user_id <> i.user_id
        UNION ALL
        SELECT i.product_id, 'an order line is of an order, a hold or a sale that does not exist', 0, count(*)
        FROM order_items i
        WHERE NOT EXISTS (SELECT FROM orders o WHERE o.id = i.order_id)
           OR NOT EXISTS (SELECT FROM reservations r
                          WHERE r.id = i.reservation_id AND r.product_id = i.product_id)
           OR (i.sale_id IS NOT NULL AND NOT EXISTS (SELECT FROM sales s WHERE s.id = i.sale_id))
        GROUP BY i.product_id
        UNION ALL
        SELECT r.product_id, 'a hold''s clock stands still, but not with its sale''s', 0, count(*)
        FROM reservations r JOIN products p ON p.id = r.product_id LEFT JOIN sales s ON s.id = p.sale_id
        -- One past its time is over; its product may be in another sale before the sweep has come by.
        WHERE r.status = 'active' AND r.expires_at > clock_timestamp() AND r.frozen_left IS NOT NULL
          AND (s.holds_frozen_at IS NULL OR r.expires_at <> coalesce(s.ends_at, 'infinity') + r.frozen_left)
        GROUP BY r.product_id
        UNION ALL
        SELECT r.product_id, 'a hold''s clock runs in a pause that stopped its sale''s', 0, count(*)
        FROM reservations r JOIN products p ON p.id = r.product_id JOIN sales s ON s.id = p.sale_id
        WHERE r.status = 'active' AND r.expires_at > clock_timestamp() AND r.frozen_left IS NULL
          AND s.holds_frozen_at IS NOT NULL AND sale_phase(s, clock_timestamp()) = 'paused'
        GROUP BY r.product_id
        UNION ALL
        SELECT NULL, 'an order''s amount is not the sum of its lines', sum(i.amount_minor), o.amount_minor
        FROM orders o JOIN order_items i ON i.order_id = o.id
        GROUP BY o.id, o.amount_minor HAVING sum(i.amount_minor) <> o.amount_minor
        UNION ALL
        SELECT i.product_id, 'an order line is not of its order''s user and moment', 1, 0
        FROM order_items i JOIN orders o ON o.id = i.order_id
        WHERE i.user_id <> o.user_id OR i.purchased_at <> o.created_at
        UNION ALL
        SELECT r.product_id, 'a hold is of a customer or a product that does not exist', 0, count(*)
        FROM reservations r
        WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = r.user_id)
           OR NOT EXISTS (SELECT FROM products p WHERE p.id = r.product_id)
        GROUP BY r.product_id
        UNION ALL
        SELECT NULL, 'an order is of a customer who does not exist', 0, count(*)
        FROM orders o WHERE NOT EXISTS (SELECT FROM users u WHERE u.id = o.user_id) HAVING count(*) > 0
        UNION ALL
        SELECT NULL, 'an order has no line', 1, 0
        FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id)
    )
    SELECT * FROM compared UNION ALL SELECT * FROM misfits;
$$;
