-- SPDX-License-Identifier: GPL-3.0-only
-- Sales: as everybody reads them, and what admins and the operator do with them.

-- name: sales_all
-- The columns of every sales_… statement are the same.
SELECT id, name, microseconds(starts_at), microseconds(ends_at), microseconds(paused_at),
       microseconds(cancelled_at), version, is_drop, microseconds(holds_frozen_at)
FROM sales
ORDER BY id;

-- name: sales_by_id
SELECT id, name, microseconds(starts_at), microseconds(ends_at), microseconds(paused_at),
       microseconds(cancelled_at), version, is_drop, microseconds(holds_frozen_at)
FROM sales
WHERE id = :sale;

-- name: sale_create
-- The columns are stock_batch's.
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM sale_create(:name, moment_of(:starts_at), moment_of(:ends_at), CAST(:products AS bigint[]), :is_drop, :notify);

-- name: sale_edit
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM sale_edit(:sale, CAST(:versions AS bigint[]), :name, :names_start, moment_of(:starts_at), :names_end, moment_of(:ends_at),
               CAST(:products AS bigint[]), :notify);

-- name: sale_patience
-- Until the transaction ends. A product is waited for as long as a lane's batch may take: whoever pauses a sale does so
-- when the crowd is there.
SELECT set_config('statement_timeout', '30s', true), set_config('lock_timeout', '3s', true);

-- name: sale_act
SELECT what, ordinal, line, refusal, detail, product_id, total, available, reserved, sold, stock_version,
       reservation_id, user_id, username, quantity, status, created_at, expires_at, ended_at, order_id, unit_price,
       amount, currency, decided_at, frozen_left, sale_id
FROM sale_act(:sale, :act, moment_of(:ends_at), :seconds, :notify);

-- name: drop_join
-- A drop's product, just made, and its sale, just made.
UPDATE products SET sale_id = :sale WHERE id = :product;
