-- SPDX-License-Identifier: GPL-3.0-only
-- A new order, and its confirmation to be sent; its lines follow in the same transaction.
CREATE OR REPLACE FUNCTION make_order(
    p_order uuid, p_user uuid, p_amount bigint, p_currency text, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders (id, user_id, amount_minor, currency, created_at)
    VALUES (p_order, p_user, p_amount, p_currency, p_now);
    PERFORM outbox_order(p_order, p_user, p_now);
END;
$$;
