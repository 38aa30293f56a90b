-- SPDX-License-Identifier: GPL-3.0-only
-- Answers by Idempotency-Key, recorded in the transaction of their effect and kept for 24 hours.

CREATE TABLE idempotency_keys (
    -- A digest of the acting user, the route and the client's key; and one of the request's body.
    key            uuid        PRIMARY KEY,
    request        uuid        NOT NULL,
    created_at     timestamptz NOT NULL,
    -- The answer, in one of three forms. A hold of one line, which is what a crowd asks for, is kept in few bytes:
    -- the rest of its answer is in the reservation and never changes.
    reservation_id uuid,
    expires_at     timestamptz,
    available      integer,
    stock_version  bigint,
    -- What else a lane's command came to.
    events         stock_event[],
    -- What an endpoint answered that needs no lane.
    status         smallint,
    body           text,
    CONSTRAINT answer_in_one_form CHECK (num_nonnulls(reservation_id, events, status) = 1),
    CONSTRAINT held_answer_is_whole CHECK (num_nonnulls(reservation_id, expires_at, available, stock_version) IN (0, 4)),
    CONSTRAINT endpoint_answer_is_whole CHECK (num_nonnulls(status, body) IN (0, 2))
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
