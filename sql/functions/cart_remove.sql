-- SPDX-License-Identifier: GPL-3.0-only
-- Takes a product out of a user's cart; false when it is not in it.
CREATE OR REPLACE FUNCTION cart_remove(p_user uuid, p_product bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM carts c WHERE c.user_id = p_user FOR UPDATE;
    DELETE FROM cart_items i WHERE i.user_id = p_user AND i.product_id = p_product;
    IF FOUND THEN
        UPDATE carts c SET version = c.version + 1, updated_at = clock_timestamp() WHERE c.user_id = p_user;
        RETURN true;
    END IF;
    RETURN false;
END;
$$;
