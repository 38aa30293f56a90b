-- SPDX-License-Identifier: GPL-3.0-only
-- What customers mean to buy.

-- name: cart_of_customer
-- A row a line, in order of product; one row without a product for a user whose cart is empty, none for no user. By id or
-- by username, as users_find.
SELECT u.id, u.username, coalesce(c.version, 0), i.product_id, coalesce(p.name, ''), i.quantity, i.unit_price_minor,
       i.currency, coalesce(p.archived_at IS NULL AND p.id IS NOT NULL, false), p.price_minor,
       coalesce(p.currency, i.currency), CASE WHEN p.archived_at IS NULL THEN coalesce(p.available_stock, 0) ELSE 0 END
FROM users u
LEFT JOIN carts c ON c.user_id = u.id
LEFT JOIN cart_items i ON i.user_id = c.user_id
LEFT JOIN products p ON p.id = i.product_id
WHERE u.id = :user OR u.username = :username
ORDER BY i.product_id;

-- name: cart_add
SELECT p_refusal, p_detail, p_customer
FROM cart_add(:username, :user, :product, :quantity, :units_max, :products_max);

-- name: cart_remove
SELECT cart_remove(:user, :product);
