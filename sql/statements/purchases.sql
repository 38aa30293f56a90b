-- SPDX-License-Identifier: GPL-3.0-only
-- What was bought, as the leaderboard and the console read it.

-- name: purchases_by_time
-- In chronological order. The columns of every purchases_… statement are the same. The sale is the one the product
-- was in when it was bought.
SELECT i.order_id, i.reservation_id, i.product_id, i.user_id, u.username, i.quantity, i.amount_minor,
       microseconds(i.purchased_at)
FROM order_items i JOIN users u ON u.id = i.user_id
WHERE (:product::bigint IS NULL OR i.product_id = :product) AND (:sale::bigint IS NULL OR i.sale_id = :sale)
ORDER BY i.purchased_at, i.order_id, i.product_id
LIMIT :limit OFFSET :offset;

-- name: purchases_by_quantity
SELECT i.order_id, i.reservation_id, i.product_id, i.user_id, u.username, i.quantity, i.amount_minor,
       microseconds(i.purchased_at)
FROM order_items i JOIN users u ON u.id = i.user_id
WHERE (:product::bigint IS NULL OR i.product_id = :product) AND (:sale::bigint IS NULL OR i.sale_id = :sale)
ORDER BY i.quantity DESC, i.purchased_at, i.order_id, i.product_id
LIMIT :limit OFFSET :offset;

-- name: purchases_by_amount
SELECT i.order_id, i.reservation_id, i.product_id, i.user_id, u.username, i.quantity, i.amount_minor,
       microseconds(i.purchased_at)
FROM order_items i JOIN users u ON u.id = i.user_id
WHERE (:product::bigint IS NULL OR i.product_id = :product) AND (:sale::bigint IS NULL OR i.sale_id = :sale)
ORDER BY i.amount_minor DESC, i.purchased_at, i.order_id, i.product_id
LIMIT :limit OFFSET :offset;

-- name: purchases_count
SELECT count(*)
FROM order_items i
WHERE (:product::bigint IS NULL OR i.product_id = :product) AND (:sale::bigint IS NULL OR i.sale_id = :sale);

-- name: purchases_latest
-- For the console's snapshot: the newest, in chronological order.
SELECT * FROM (
    SELECT i.order_id, i.reservation_id, i.product_id, i.user_id, u.username, i.quantity, i.amount_minor,
           microseconds(i.purchased_at) AS purchased_at
    FROM order_items i JOIN users u ON u.id = i.user_id
    ORDER BY i.purchased_at DESC, i.order_id DESC
    LIMIT :limit) AS latest
ORDER BY purchased_at, order_id;

-- name: purchases_latest_of
-- The newest of each product in the sale it is in, newest first.
SELECT i.order_id, i.reservation_id, i.product_id, i.user_id, u.username, i.quantity, i.amount_minor,
       microseconds(i.purchased_at)
FROM products p
CROSS JOIN LATERAL (
    SELECT * FROM order_items o
    WHERE o.sale_id = p.sale_id AND o.product_id = p.id
    ORDER BY o.purchased_at DESC, o.order_id DESC
    LIMIT :each) AS i
JOIN users u ON u.id = i.user_id
WHERE p.id = ANY (:products::bigint[])
ORDER BY i.product_id, i.purchased_at DESC, i.order_id DESC;
