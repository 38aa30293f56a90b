-- SPDX-License-Identifier: GPL-3.0-only
-- Puts units of a product into a customer's cart, beside what is there of it, at the price of now. Answers the
-- customer's id, or why not; then nothing has changed. p_username is null for a customer known to exist; else the
-- customer is found or made, and p_user is a proposal. No product is locked: a cart holds nothing.
CREATE OR REPLACE FUNCTION cart_add(
    p_username text, p_user uuid, p_product bigint, p_quantity integer, p_units_max integer, p_lines_max integer,
    OUT p_refusal text, OUT p_detail text, OUT p_customer uuid)
LANGUAGE plpgsql AS $$
DECLARE
    v_product products;
    v_others record;
BEGIN
    SELECT * INTO v_product FROM products p WHERE p.id = p_product AND p.archived_at IS NULL;
    IF NOT FOUND THEN
        p_refusal := 'PRODUCT_NOT_FOUND';
        RETURN;
    END IF;
    p_customer := CASE WHEN p_username IS NULL THEN p_user
                       ELSE (ensure_customers(ARRAY[p_username], ARRAY[p_user]))[1] END;
    INSERT INTO carts (user_id) VALUES (p_customer) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM carts c WHERE c.user_id = p_customer FOR UPDATE;
    SELECT coalesce(sum(i.quantity), 0) AS units, count(*) FILTER (WHERE i.product_id <> p_product) AS lines
    INTO v_others FROM cart_items i WHERE i.user_id = p_customer;
    IF v_others.units + p_quantity > p_units_max THEN
        p_refusal := 'LIMIT_REACHED';
        p_detail := jsonb_build_object('limit', p_units_max, 'in_cart', v_others.units);
        RETURN;
    ELSIF v_others.lines + 1 > p_lines_max THEN
        p_refusal := 'LIMIT_REACHED';
        p_detail := jsonb_build_object('products_max', p_lines_max);
        RETURN;
    END IF;
    INSERT INTO cart_items AS i (user_id, product_id, quantity, unit_price_minor, currency)
    VALUES (p_customer, p_product, p_quantity, v_product.price_minor, v_product.currency)
    ON CONFLICT (user_id, product_id) DO UPDATE
    SET quantity = i.quantity + excluded.quantity, unit_price_minor = excluded.unit_price_minor,
        currency = excluded.currency;
    UPDATE carts c SET version = c.version + 1, updated_at = clock_timestamp() WHERE c.user_id = p_customer;
END;
$$;
