-- SPDX-License-Identifier: GPL-3.0-only
-- Orders with their lines, newest first. The columns of every statement that reads orders are the same: a row a line.

-- name: orders_by_id
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM orders o JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
WHERE o.id = :order
ORDER BY i.product_id;

-- name: orders_of_user
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT * FROM orders WHERE user_id = :user
      ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset) AS o
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;

-- name: orders_count_of_user
SELECT count(*) FROM orders WHERE user_id = :user;

-- name: orders_all
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT * FROM orders ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset) AS o
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;

-- name: orders_count
SELECT count(*) FROM orders;

-- name: orders_search
-- As an operator looks for them: a text in the id, the customer's name or a product's name, before a place in the list.
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT * FROM orders AS candidate
      WHERE (CAST(:before_at AS bigint) IS NULL
             OR (candidate.created_at, candidate.id)
                < (timestamptz 'epoch' + :before_at * interval '1 microsecond', CAST(:before_id AS uuid)))
        AND (:text = ''
             OR position(lower(:text) IN CAST(candidate.id AS text)) > 0
             OR EXISTS (SELECT 1 FROM users named
                        WHERE named.id = candidate.user_id AND position(lower(:text) IN lower(named.username)) > 0)
             OR EXISTS (SELECT 1 FROM order_items part JOIN products called ON called.id = part.product_id
                        WHERE part.order_id = candidate.id AND position(lower(:text) IN lower(called.name)) > 0))
      ORDER BY candidate.created_at DESC, candidate.id DESC LIMIT :limit) AS o
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;
