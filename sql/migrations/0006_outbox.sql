-- SPDX-License-Identifier: GPL-3.0-only
-- Mail to be sent, written in the transaction of what it tells.

CREATE TABLE outbox (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id        uuid        NOT NULL REFERENCES orders (id),
    recipient       text        COLLATE "C" NOT NULL,
    -- pending: to be sent at next_attempt_at; not_sent: there was no mail server to send it by; dead: given up.
    state           text        COLLATE "C" NOT NULL DEFAULT 'pending',
    attempts        integer     NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_error      text        NOT NULL DEFAULT '',
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    CONSTRAINT one_confirmation_per_order UNIQUE (order_id),
    CONSTRAINT outbox_state CHECK (state IN ('pending', 'sent', 'not_sent', 'dead')),
    CONSTRAINT outbox_ended_exactly_when_final CHECK ((state = 'pending') = (ended_at IS NULL))
);

CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE state = 'pending';
