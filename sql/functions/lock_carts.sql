-- SPDX-License-Identifier: GPL-3.0-only
-- Locks the carts that a batch orders, in order of user: two servers that order the same carts cannot deadlock.
CREATE OR REPLACE FUNCTION lock_carts(p_kinds smallint[], p_users uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM carts c
    WHERE c.user_id = ANY (ARRAY(SELECT w.usr FROM unnest(p_kinds, p_users) AS w (kind, usr) WHERE w.kind = 7))
    ORDER BY c.user_id FOR UPDATE;
END;
$$;
