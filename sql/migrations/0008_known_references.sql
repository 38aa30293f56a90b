-- SPDX-License-Identifier: GPL-3.0-only
-- A session that names only customers it has read or made in this history of the database, and only products it has
-- locked, may say so (holdfast.references_known, see trust_references in statements/stock.sql) and is not asked for
-- every batch again, which is a random look into an index for each customer. Everybody else is checked as before, and
-- audit_stock() checks all.

DROP TRIGGER reservations_refer ON reservations;
CREATE TRIGGER reservations_refer AFTER INSERT ON reservations REFERENCING NEW TABLE AS added
FOR EACH STATEMENT WHEN (current_setting('holdfast.references_known', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION require_users_and_products();

DROP TRIGGER orders_refer ON orders;
CREATE TRIGGER orders_refer AFTER INSERT ON orders REFERENCING NEW TABLE AS added
FOR EACH STATEMENT WHEN (current_setting('holdfast.references_known', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION require_users();
