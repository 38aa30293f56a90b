-- SPDX-License-Identifier: GPL-3.0-only
-- Accounts, their tokens, API keys, and the log of what was done.

-- name: account_register
-- No row: there is an account with this email address already. The columns of all account_… reads are the same.
INSERT INTO users (id, username, email, name, password_hash, role)
VALUES (CAST(:id AS uuid), CAST(CAST(:id AS uuid) AS text), :email, :name, :password_hash, :role)
ON CONFLICT (email) DO NOTHING
RETURNING id, email, name, role, password_hash, microseconds(created_at), microseconds(clock_timestamp());

-- name: account_by_email
SELECT id, email, name, role, password_hash, microseconds(created_at), microseconds(clock_timestamp())
FROM users
WHERE email = :email;

-- name: account_by_id
SELECT id, email, name, role, password_hash, microseconds(created_at), microseconds(clock_timestamp())
FROM users
WHERE id = :id AND email IS NOT NULL;

-- name: account_change_password
-- Ends every token until now. No row: the account is gone, or its password was changed since it was read.
UPDATE users SET password_hash = :new_hash, tokens_valid_from = clock_timestamp()
WHERE id = :id AND password_hash = :old_hash
RETURNING id, email, name, role, password_hash, microseconds(created_at), microseconds(tokens_valid_from);

-- name: account_rehash
-- The same password at another cost: tokens stay. Nothing happens if the password was changed meanwhile.
UPDATE users SET password_hash = :new_hash WHERE id = :id AND password_hash = :old_hash;

-- name: account_role
-- No row: no such account.
UPDATE users SET role = :role WHERE id = :id AND email IS NOT NULL RETURNING id;

-- name: admin_exists
SELECT EXISTS (SELECT 1 FROM users WHERE role = 'admin');

-- name: admin_lock
-- Two servers that start on one empty database make one admin. Held until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('holdfast admin ' || current_schema(), 0));

-- name: admin_make_first
-- The address is nobody else's: it has no dot, so no customer can register it. It is there already only when
-- this account's rights were taken away and no admin is left.
INSERT INTO users (id, username, email, name, password_hash, role)
VALUES (CAST(:id AS uuid), CAST(CAST(:id AS uuid) AS text), :email, 'Administrator', :password_hash, 'admin')
ON CONFLICT (email) DO UPDATE
SET role = 'admin', password_hash = excluded.password_hash, tokens_valid_from = clock_timestamp()
RETURNING id;

-- name: admins_all
SELECT id FROM users WHERE role = 'admin';

-- name: token_revoke
INSERT INTO revoked_tokens (jti, expires_at)
VALUES (:jti, to_timestamp(CAST(:expires_at AS bigint) / 1000000.0))
ON CONFLICT DO NOTHING;

-- name: tokens_revoked_since
SELECT jti, microseconds(expires_at)
FROM revoked_tokens
WHERE revoked_at > to_timestamp(CAST(:since AS bigint) / 1000000.0)
  AND expires_at > clock_timestamp() - interval '1 minute'
LIMIT :limit;

-- name: tokens_cut_since
-- No token lives for longer than a day, so older changes concern none.
SELECT id, microseconds(tokens_valid_from)
FROM users
WHERE tokens_valid_from > to_timestamp(CAST(:since AS bigint) / 1000000.0)
  AND tokens_valid_from > clock_timestamp() - interval '25 hours'
LIMIT :limit;

-- name: tokens_forget
-- Tokens that have expired need no revocation. Bounded, so that it never takes long.
DELETE FROM revoked_tokens
WHERE jti IN (
    SELECT jti FROM revoked_tokens
    WHERE expires_at < to_timestamp(CAST(:before AS bigint) / 1000000.0)
    ORDER BY expires_at
    LIMIT 10000);

-- name: api_key_make
-- No row: there are too many already. The columns of all api_key… reads are the same.
INSERT INTO api_keys (id, name, key_hash, hint, created_by)
SELECT CAST(:id AS uuid), :name, CAST(:key_hash AS bytea), :hint, CAST(:by AS uuid)
WHERE (SELECT count(*) FROM api_keys WHERE revoked_at IS NULL) < :most
RETURNING id, name, hint, microseconds(created_at), microseconds(last_used_at), microseconds(revoked_at);

-- name: api_keys_list
SELECT id, name, hint, microseconds(created_at), microseconds(last_used_at), microseconds(revoked_at)
FROM api_keys
ORDER BY created_at DESC, id
LIMIT :limit OFFSET :offset;

-- name: api_keys_in_force_first
SELECT id, name, hint, microseconds(created_at), microseconds(last_used_at), microseconds(revoked_at)
FROM api_keys
ORDER BY revoked_at IS NOT NULL, created_at DESC, id
LIMIT :limit;

-- name: api_keys_count
SELECT count(*)::integer FROM api_keys;

-- name: api_key_revoke
UPDATE api_keys
SET revoked_by = CASE WHEN revoked_at IS NULL THEN CAST(:by AS uuid) ELSE revoked_by END,
    revoked_at = coalesce(revoked_at, clock_timestamp())
WHERE id = :id
RETURNING id, name, hint, microseconds(created_at), microseconds(last_used_at), microseconds(revoked_at);

-- name: api_keys_in_force
SELECT id, key_hash FROM api_keys WHERE revoked_at IS NULL;

-- name: api_keys_used
-- In id order, as every server does: no deadlock.
WITH used AS (
    SELECT id FROM api_keys WHERE id = ANY (CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE
)
UPDATE api_keys k SET last_used_at = clock_timestamp() FROM used WHERE k.id = used.id;

-- name: audit_write
INSERT INTO audit_log (actor_role, actor_id, action, subject, request_id, detail)
VALUES (:role, :actor, :action, :subject, :request_id, CAST(:detail AS jsonb));

-- name: audit_read
-- Newest first; those before an id, to turn the page.
SELECT id, microseconds(at), actor_role, actor_id, action, subject, request_id, detail::text
FROM audit_log
WHERE id < :before
ORDER BY id DESC
LIMIT :limit;
