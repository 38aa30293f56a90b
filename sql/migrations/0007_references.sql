-- SPDX-License-Identifier: GPL-3.0-only
-- References that a crowd makes are checked once a statement instead of once a row. What they refer to is never deleted
-- (refused below), so whoever can be seen stays: no lock on the customer's row is needed, which a foreign key takes and
-- writes to the log for every row.

CREATE FUNCTION refuse_deletion() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are never deleted and keep their ids: others refer to them (constraint "%")', TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER users_stay BEFORE DELETE OR UPDATE OF id ON users
FOR EACH ROW EXECUTE FUNCTION refuse_deletion();
CREATE TRIGGER users_are_not_emptied BEFORE TRUNCATE ON users
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion();
CREATE TRIGGER products_stay BEFORE DELETE OR UPDATE OF id ON products
FOR EACH ROW EXECUTE FUNCTION refuse_deletion();
CREATE TRIGGER products_are_not_emptied BEFORE TRUNCATE ON products
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deletion();

-- The messages name their constraint as those of foreign keys do.
CREATE FUNCTION require_users() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- One look into the index for each row, however many users there are.
    IF EXISTS (SELECT FROM added a WHERE (SELECT u.id FROM users u WHERE u.id = a.user_id) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "user_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION require_users_and_products() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added a WHERE (SELECT u.id FROM users u WHERE u.id = a.user_id) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "user_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF EXISTS (SELECT FROM (SELECT DISTINCT a.product_id FROM added a) AS named
               WHERE (SELECT p.id FROM products p WHERE p.id = named.product_id) IS NULL) THEN
        RAISE EXCEPTION 'insert into "%" violates constraint "product_is_known"', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END;
$$;

-- So that an insert is all there is to check.
CREATE FUNCTION refuse_another_owner() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% keep their customer and product (constraint "%")', TG_TABLE_NAME, TG_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

ALTER TABLE reservations DROP CONSTRAINT reservations_user_id_fkey, DROP CONSTRAINT reservations_product_id_fkey;
CREATE TRIGGER reservations_refer AFTER INSERT ON reservations REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION require_users_and_products();
CREATE TRIGGER reservations_keep_their_owner BEFORE UPDATE OF user_id, product_id ON reservations
FOR EACH ROW EXECUTE FUNCTION refuse_another_owner();

ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;
CREATE TRIGGER orders_refer AFTER INSERT ON orders REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION require_users();
CREATE TRIGGER orders_keep_their_owner BEFORE UPDATE OF user_id ON orders
FOR EACH ROW EXECUTE FUNCTION refuse_another_owner();

-- The reference to the reservation is one to its product, too.
ALTER TABLE order_items DROP CONSTRAINT order_items_product_id_fkey;
