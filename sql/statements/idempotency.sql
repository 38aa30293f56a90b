-- SPDX-License-Identifier: GPL-3.0-only
-- Answers by Idempotency-Key, for writes that need no lane, and their end.

-- name: answer_claim
-- Until the end of the transaction nobody else, on this server or another, is at work under the key.
SELECT pg_try_advisory_xact_lock(hashtextextended(CAST(:key AS text), 0));

-- name: answer_find
SELECT is_reused, status, body FROM answer_find(:key, :request);

-- name: answer_keep
INSERT INTO idempotency_keys (key, request, created_at, status, body)
VALUES (:key, :request, clock_timestamp(), :status, :body);

-- name: answers_purge
-- Forgets what is older than :hours on the table's pages from :first to before :last; how many pages there are.
WITH purged AS (
    DELETE FROM idempotency_keys
    WHERE ctid >= CAST(format('(%s,0)', CAST(:first AS bigint)) AS tid)
      AND ctid < CAST(format('(%s,0)', CAST(:last AS bigint)) AS tid)
      AND created_at < statement_timestamp() - make_interval(hours => :hours))
SELECT pg_relation_size('idempotency_keys') / current_setting('block_size')::integer;
