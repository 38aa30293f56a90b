-- SPDX-License-Identifier: GPL-3.0-only
-- Orders with their lines, newest first. The columns of every statement that reads orders are the same: a row a line.
-- Lines are found by their order's moment and id, and so lie in the order of time: the newest lines are the newest orders'.

-- name: orders_by_id
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM orders o JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.purchased_at = o.created_at AND i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.id = :order
ORDER BY i.product_id;

-- name: orders_of_user
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT * FROM orders WHERE user_id = :user
      ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset) AS o
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.purchased_at = o.created_at AND i.order_id = o.id
JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;

-- name: orders_count_of_user
SELECT count(*) FROM orders WHERE user_id = :user;

-- name: orders_all
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT DISTINCT purchased_at, order_id FROM order_items
      ORDER BY purchased_at DESC, order_id DESC LIMIT :limit OFFSET :offset) AS latest
JOIN orders o ON o.id = latest.order_id
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.purchased_at = o.created_at AND i.order_id = o.id
JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;

-- name: orders_count
SELECT count(*) FROM orders;

-- name: orders_search
-- As an operator looks for them: a text in the id, the customer's name or a product's name, before a place in the list.
SELECT o.id, o.user_id, u.username, o.amount_minor, o.currency, microseconds(o.created_at),
       i.product_id, p.name, i.quantity, i.unit_price_minor, i.amount_minor, i.sale_id, i.reservation_id
FROM (SELECT DISTINCT candidate.purchased_at, candidate.order_id
      FROM order_items candidate
      JOIN users named ON named.id = candidate.user_id
      JOIN products called ON called.id = candidate.product_id
      WHERE (CAST(:before_at AS bigint) IS NULL
             OR (candidate.purchased_at, candidate.order_id)
                < (timestamptz 'epoch' + :before_at * interval '1 microsecond', CAST(:before_id AS uuid)))
        AND (:text = ''
             OR position(lower(:text) IN CAST(candidate.order_id AS text)) > 0
             OR position(lower(:text) IN lower(named.username)) > 0
             OR position(lower(:text) IN lower(called.name)) > 0)
      ORDER BY candidate.purchased_at DESC, candidate.order_id DESC LIMIT :limit) AS found
JOIN orders o ON o.id = found.order_id
JOIN users u ON u.id = o.user_id
JOIN order_items i ON i.purchased_at = o.created_at AND i.order_id = o.id
JOIN products p ON p.id = i.product_id
ORDER BY o.created_at DESC, o.id DESC, i.product_id;
