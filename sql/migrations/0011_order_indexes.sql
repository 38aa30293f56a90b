-- SPDX-License-Identifier: GPL-3.0-only
-- Every index costs every order a descent. An order's lines carry its moment, so one index in the order of time finds
-- the lines of an order, is the leaderboard's order and that of all orders, newest first; three did that before.

ALTER TABLE order_items DROP CONSTRAINT order_items_pkey;
DROP INDEX order_items_by_time;
ALTER TABLE order_items ADD PRIMARY KEY (purchased_at, order_id, product_id);
DROP INDEX orders_by_time;

-- As in 0009_order_references.sql; an order of another moment is none of the line's.
CREATE OR REPLACE FUNCTION require_orders_and_holds() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added a
               WHERE (SELECT o.id FROM orders o WHERE o.id = a.order_id AND o.created_at = a.purchased_at) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "order_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM added a
               WHERE (SELECT r.id FROM reservations r
                      WHERE r.id = a.reservation_id AND r.product_id = a.product_id) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "hold_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM added a
               WHERE a.sale_id IS NOT NULL AND (SELECT s.id FROM sales s WHERE s.id = a.sale_id) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "sale_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION refuse_another_moment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keep their moment, by which order and lines find each other (constraint "%")', TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER orders_keep_their_moment BEFORE UPDATE OF created_at ON orders
FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_moment();
CREATE TRIGGER order_items_keep_their_moment BEFORE UPDATE OF purchased_at ON order_items
FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_moment();
