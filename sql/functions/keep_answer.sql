-- SPDX-License-Identifier: GPL-3.0-only
-- Records what a command came to under its key, in the transaction of its effect. No key: nothing to do. A request
-- that has to say more, and a cart that is empty or to be read again, have decided nothing yet.
CREATE OR REPLACE FUNCTION keep_answer(p_key uuid, p_request uuid, p_now timestamptz, p_events stock_event[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF p_key IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM unnest(p_events) AS e WHERE e.refusal IN ('CART_EMPTY', 'VERSION_CONFLICT',
                                                                                    'VALIDATION_ERROR')) THEN
        INSERT INTO idempotency_keys (key, request, created_at, events)
        VALUES (p_key, p_request, p_now, ARRAY(SELECT e FROM unnest(p_events) AS e
                                                    WHERE e.what NOT IN ('expired', 'replaced')));
    END IF;
END;
$$;
