-- SPDX-License-Identifier: GPL-3.0-only

-- name: audit_stock
SELECT product_id, fault, expected, found FROM audit_stock();
