-- SPDX-License-Identifier: GPL-3.0-only
-- Mail that waits to be sent, and what became of it.

-- name: outbox_announce_sender
-- This session can send. As long as one can, nobody gives mail up for want of a mail server.
SELECT pg_advisory_lock_shared(hashtextextended('holdfast mail ' || current_schema(), 0));

-- name: outbox_nobody_sends
-- Whether no session can send, right now.
SELECT pg_try_advisory_xact_lock(hashtextextended('holdfast mail ' || current_schema(), 0));

-- name: outbox_claim
-- What is due is this session's until the lease ends; its attempt counts, whatever comes of it. Not clock_timestamp():
-- the index could not be used with it.
WITH due AS (
    SELECT id FROM outbox
    WHERE state = 'pending' AND next_attempt_at <= statement_timestamp()
    ORDER BY next_attempt_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox o
SET attempts = o.attempts + 1,
    next_attempt_at = clock_timestamp() + CAST(:lease_milliseconds AS bigint) * interval '1 millisecond'
FROM due
WHERE o.id = due.id
RETURNING o.id, o.order_id, o.recipient, o.attempts;

-- name: outbox_orders
-- What the claimed mails tell, line by line.
SELECT o.id, microseconds(o.created_at), o.amount_minor, o.currency, p.name, i.quantity, i.unit_price_minor,
       i.amount_minor
FROM orders o JOIN order_items i ON i.purchased_at = o.created_at AND i.order_id = o.id
JOIN products p ON p.id = i.product_id
WHERE o.id = ANY (CAST(:orders AS uuid[]))
ORDER BY o.id, i.product_id;

-- name: outbox_settle
-- Only while the mail is still this attempt's: after the lease somebody else may have taken it.
UPDATE outbox
SET state = :state,
    next_attempt_at = clock_timestamp() + CAST(:delay_milliseconds AS bigint) * interval '1 millisecond',
    last_error = :error,
    ended_at = CASE WHEN :state = 'pending' THEN NULL ELSE clock_timestamp() END
WHERE id = :id AND attempts = :attempt AND state = 'pending';

-- name: outbox_give_up
-- Without a mail server; unless another session can send.
WITH alone AS MATERIALIZED (
    SELECT pg_try_advisory_xact_lock(hashtextextended('holdfast mail ' || current_schema(), 0)) AS is_alone
), due AS (
    SELECT id FROM outbox
    WHERE state = 'pending' AND next_attempt_at <= statement_timestamp() AND (SELECT is_alone FROM alone)
    ORDER BY next_attempt_at
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox o SET state = 'not_sent', ended_at = clock_timestamp()
FROM due
WHERE o.id = due.id
RETURNING o.order_id;
