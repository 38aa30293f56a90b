-- SPDX-License-Identifier: GPL-3.0-only
-- What an application without a queue does for each buyer, without the application.
\set buyer random(1, 100000000)
BEGIN;
SELECT available FROM products WHERE id = :product FOR UPDATE;
UPDATE products SET available = available - 1, reserved = reserved + 1 WHERE id = :product AND available >= 1;
INSERT INTO reservations (product_id, user_name, quantity) VALUES (:product, :buyer, 1);
COMMIT;
