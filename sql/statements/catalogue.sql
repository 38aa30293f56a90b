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

-- name: product_create
SELECT product_create(:name, :description, :category, :price, :currency, :total, :per_user_limit, :hold_seconds,
                      :actor, :notify);

-- name: sales_all
SELECT id, name, microseconds(starts_at), microseconds(ends_at), microseconds(paused_at),
       microseconds(cancelled_at), version
FROM sales
ORDER BY id;

-- name: sale_create
INSERT INTO sales (name, starts_at, ends_at)
VALUES (:name, to_timestamp(:starts_at::bigint / 1000000.0), to_timestamp(:ends_at::bigint / 1000000.0))
RETURNING id;

-- name: sale_take_products
-- Puts products into a sale. Their stock does not move; their catalogue version does. Locked in id order, as
-- everybody does: no deadlock with the lanes.
WITH chosen AS (
    SELECT id FROM products WHERE id = ANY (:products::bigint[]) AND archived_at IS NULL ORDER BY id FOR UPDATE
)
UPDATE products p SET sale_id = :sale, version = p.version + 1, updated_at = clock_timestamp()
FROM chosen WHERE p.id = chosen.id;
