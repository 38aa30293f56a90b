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
-- Oldest first, a bounded number at a time, so that nobody waits for it. Not clock_timestamp(): the index could only be
-- read from end to end with it.
DELETE FROM idempotency_keys
WHERE key IN (SELECT k.key FROM idempotency_keys k
              WHERE k.created_at < statement_timestamp() - make_interval(hours => :hours)
              ORDER BY k.created_at LIMIT :limit);
