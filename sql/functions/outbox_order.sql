-- SPDX-License-Identifier: GPL-3.0-only
-- The order's confirmation waits to be sent, if its buyer can be written to. In the order's transaction.
CREATE OR REPLACE FUNCTION outbox_order(p_order uuid, p_user uuid, p_now timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO outbox (order_id, recipient, next_attempt_at, created_at)
    SELECT p_order, u.email, p_now, p_now FROM users u WHERE u.id = p_user AND u.email IS NOT NULL;
END;
$$;
