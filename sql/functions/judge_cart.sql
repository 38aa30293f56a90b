-- SPDX-License-Identifier: GPL-3.0-only
-- Why a customer's cart cannot be ordered as it was read; null refusal when it can. VERSION_CONFLICT: it has moved since,
-- or its products are not those that were locked: read it again.
CREATE OR REPLACE FUNCTION judge_cart(p_user uuid, p_version bigint, p_products bigint[]) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    v_products bigint[] := ARRAY(SELECT i.product_id FROM cart_items i WHERE i.user_id = p_user ORDER BY i.product_id);
BEGIN
    IF coalesce((SELECT c.version FROM carts c WHERE c.user_id = p_user), 0) <> p_version THEN
        RETURN 'VERSION_CONFLICT';
    ELSIF cardinality(v_products) = 0 THEN
        RETURN 'CART_EMPTY';
    ELSIF v_products <> p_products THEN
        RETURN 'VERSION_CONFLICT';
    END IF;
    RETURN NULL;
END;
$$;
