-- SPDX-License-Identifier: GPL-3.0-only
-- A new product with its first stock movement. Answers its id.
CREATE OR REPLACE FUNCTION product_create(
    p_name text, p_description text, p_category text, p_price bigint, p_currency text, p_total integer,
    p_per_user_limit integer, p_hold_seconds integer, p_actor uuid, p_notify text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_id bigint;
BEGIN
    INSERT INTO products (name, description, category, price_minor, currency, total_stock, available_stock,
                          per_user_limit, hold_seconds, extension_seconds)
    VALUES (p_name, p_description, p_category, p_price, p_currency, p_total, p_total, p_per_user_limit,
            p_hold_seconds, p_hold_seconds)
    RETURNING id INTO v_id;
    INSERT INTO stock_movements (product_id, kind, quantity, actor_id) VALUES (v_id, 'created', p_total, p_actor);
    PERFORM announce_stock(p_notify, ARRAY[v_id]);
    RETURN v_id;
END;
$$;
