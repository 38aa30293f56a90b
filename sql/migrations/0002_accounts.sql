-- SPDX-License-Identifier: GPL-3.0-only
-- Who may do what: accounts, their tokens, the keys of storefronts, and what was done with them.

-- A user without an email address is a customer that a storefront named (X-User-Id) and that cannot sign in.
-- An account's username is its own id, so that nobody's X-User-Id can have taken it before.
ALTER TABLE users
    -- Lower case, so that one mailbox is one account.
    ADD COLUMN email             text COLLATE "C",
    ADD COLUMN name              text NOT NULL DEFAULT '',
    ADD COLUMN password_hash     text COLLATE "C",
    ADD COLUMN role              text COLLATE "C" NOT NULL DEFAULT 'customer',
    -- Tokens issued before this are over; null: none was ended that way.
    ADD COLUMN tokens_valid_from timestamptz,
    ADD CONSTRAINT email_unique UNIQUE (email),
    ADD CONSTRAINT email_is_normalised CHECK (email = lower(email)),
    ADD CONSTRAINT email_length CHECK (char_length(email) BETWEEN 3 AND 254),
    ADD CONSTRAINT user_name_length CHECK (char_length(name) <= 200),
    ADD CONSTRAINT user_role CHECK (role IN ('customer', 'admin')),
    ADD CONSTRAINT email_and_password_go_together CHECK ((email IS NULL) = (password_hash IS NULL)),
    ADD CONSTRAINT admin_can_sign_in CHECK (role <> 'admin' OR email IS NOT NULL),
    -- Whatever goes wrong above, a password never stands here as it is.
    ADD CONSTRAINT password_is_hashed CHECK (password_hash LIKE '$argon2id$%');

-- Every server asks each second: who is admin, and whose password was changed.
CREATE INDEX admins ON users (id) WHERE role = 'admin';
CREATE INDEX users_by_tokens_valid_from ON users (tokens_valid_from) WHERE tokens_valid_from IS NOT NULL;

CREATE TABLE revoked_tokens (
    jti        uuid        PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What is new since a server last asked.
CREATE INDEX revoked_tokens_by_time ON revoked_tokens (revoked_at);
-- What may be forgotten.
CREATE INDEX revoked_tokens_by_expiry ON revoked_tokens (expires_at);

CREATE TABLE api_keys (
    id           uuid        PRIMARY KEY,
    name         text        NOT NULL,
    -- BLAKE2b of the key, which itself is kept nowhere.
    key_hash     bytea       NOT NULL,
    -- The first characters, by which people tell their keys apart.
    hint         text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Null: the operator at the machine.
    created_by   uuid        REFERENCES users (id),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   uuid        REFERENCES users (id),
    CONSTRAINT api_key_unique UNIQUE (key_hash),
    CONSTRAINT api_key_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_key_is_hashed CHECK (octet_length(key_hash) = 32),
    CONSTRAINT api_key_hint_is_short CHECK (char_length(hint) <= 12),
    CONSTRAINT revoked_by_needs_revoked_at CHECK (revoked_by IS NULL OR revoked_at IS NOT NULL)
);

CREATE INDEX api_keys_in_force ON api_keys (id) WHERE revoked_at IS NULL;

-- Append-only: every act of an admin and every refusal of rights.
CREATE TABLE audit_log (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- As what somebody acted; 'operator' is whoever sits at the machine, 'system' the program by itself.
    actor_role text        COLLATE "C" NOT NULL,
    -- A user's id, or an API key's for 'service'. No reference: what was done outlives who did it.
    actor_id   uuid,
    -- What was done, or refused: product.restock, access.refused.
    action     text        COLLATE "C" NOT NULL,
    -- To what: product:17, user:0193…; empty when there is nothing to name.
    subject    text        NOT NULL DEFAULT '',
    -- Empty outside of requests.
    request_id text        COLLATE "C" NOT NULL DEFAULT '',
    detail     jsonb       NOT NULL DEFAULT '{}',
    CONSTRAINT audit_actor_role CHECK (
        actor_role IN ('nobody', 'customer', 'service', 'admin', 'operator', 'system')),
    CONSTRAINT audit_action_form CHECK (action ~ '^[a-z_]+(\.[a-z_]+)*$' AND char_length(action) <= 100),
    CONSTRAINT audit_subject_length CHECK (char_length(subject) <= 200),
    CONSTRAINT audit_request_id_length CHECK (char_length(request_id) <= 64),
    CONSTRAINT audit_detail_is_object CHECK (jsonb_typeof(detail) = 'object')
);

CREATE INDEX audit_log_by_time ON audit_log (at);

-- Made here and not in functions/, because it belongs to the table: it is never changed without a migration.
CREATE FUNCTION refuse_change_of_audit_log() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END;
$$;

CREATE TRIGGER audit_log_is_append_only
BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit_log();
