-- SPDX-License-Identifier: GPL-3.0-only
-- What lines of orders refer to is checked once a statement, too, and not at all for those who may say that it is known
-- (0008_known_references.sql): a batch's lines are of orders that its own transaction makes, of holds that it ends
-- under their products' locks, and of the sales that those products refer to. Three foreign keys asked for each line
-- and locked what they found. What lines refer to is never deleted, as in 0007_references.sql.

CREATE FUNCTION require_orders_and_holds() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added a WHERE (SELECT o.id FROM orders o WHERE o.id = a.order_id) IS NULL) THEN
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

ALTER TABLE order_items
    DROP CONSTRAINT order_items_order_id_fkey,
    DROP CONSTRAINT order_items_reservation_id_product_id_fkey,
    DROP CONSTRAINT order_items_sale_id_fkey;
CREATE TRIGGER order_items_refer AFTER INSERT ON order_items REFERENCING NEW TABLE AS added
FOR EACH STATEMENT WHEN (current_setting('holdfast.references_known', true) IS DISTINCT FROM 'on')
EXECUTE FUNCTION require_orders_and_holds();

-- Of a statement that names the columns, not of its rows: asked for each row, it would lock each before its update.
CREATE TRIGGER order_items_keep_their_references
BEFORE UPDATE OF order_id, product_id, reservation_id, sale_id ON order_items
FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_owner();
DROP TRIGGER reservations_keep_their_owner ON reservations;
CREATE TRIGGER reservations_keep_their_owner BEFORE UPDATE OF user_id, product_id ON reservations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_another_owner();
CREATE TRIGGER reservations_stay BEFORE DELETE OR UPDATE OF id OR TRUNCATE ON reservations
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion();
CREATE TRIGGER orders_stay BEFORE DELETE OR UPDATE OF id OR TRUNCATE ON orders
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion();
CREATE TRIGGER sales_stay BEFORE DELETE OR UPDATE OF id OR TRUNCATE ON sales
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion();
