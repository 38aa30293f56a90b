-- SPDX-License-Identifier: GPL-3.0-only
-- Products and sales, as the board and the catalogue read them.

-- name: database_time
SELECT microseconds(clock_timestamp());

-- name: products_all
-- Every product that is not archived. The columns of every products_… statement are the same.
SELECT id, name, description, category, price_minor, currency, per_user_limit, hold_seconds, version, stock_version,
       total_stock, available_stock, reserved_stock, sold_stock, sale_id, microseconds(created_at)
FROM products
WHERE archived_at IS NULL
ORDER BY id;

-- name: products_by_id
SELECT id, name, description, category, price_minor, currency, per_user_limit, hold_seconds, version, stock_version,
       total_stock, available_stock, reserved_stock, sold_stock, sale_id, microseconds(created_at)
FROM products
WHERE archived_at IS NULL AND id = :product;

-- name: products_of_sale
SELECT id, name, description, category, price_minor, currency, per_user_limit, hold_seconds, version, stock_version,
       total_stock, available_stock, reserved_stock, sold_stock, sale_id, microseconds(created_at)
FROM products
WHERE archived_at IS NULL AND sale_id = :sale
ORDER BY id;

-- name: products_among
SELECT id, name, description, category, price_minor, currency, per_user_limit, hold_seconds, version, stock_version,
       total_stock, available_stock, reserved_stock, sold_stock, sale_id, microseconds(created_at)
FROM products
WHERE archived_at IS NULL AND id = ANY (:products::bigint[])
ORDER BY id;

-- name: product_create
SELECT product_create(:name, :description, :category, :price, :currency, :total, :per_user_limit, :hold_seconds,
                      :actor, :notify);

-- name: expire_all_due
-- The same columns as stock_batch.
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM expire_all_due(CAST(:products AS bigint[]), :notify);

-- name: product_edit
-- The columns of the three acts are the same: the code of a refusal, and its details as JSON.
SELECT refusal, detail::text
FROM product_edit(:product, CAST(:versions AS bigint[]), CAST(:changes AS jsonb), :reason, :actor, :notify);

-- name: product_archive
SELECT refusal, detail::text FROM product_archive(:product, CAST(:versions AS bigint[]), :notify);

-- name: product_restore
SELECT refusal, detail::text FROM product_restore(:product, :notify);

-- name: movements_of_product
-- Newest first.
SELECT m.kind, m.quantity, m.reason, coalesce(nullif(u.name, ''), u.email, u.username, ''), microseconds(m.created_at)
FROM stock_movements m LEFT JOIN users u ON u.id = m.actor_id
WHERE m.product_id = :product
ORDER BY m.id DESC
LIMIT :limit;
