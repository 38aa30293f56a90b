-- SPDX-License-Identifier: GPL-3.0-only
-- The life of a unit: products and their sales, holds, orders, and the movements that explain every number.

CREATE TABLE users (
    id         uuid        PRIMARY KEY,
    username   text        COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT username_unique UNIQUE (username),
    CONSTRAINT username_length CHECK (char_length(username) BETWEEN 1 AND 128),
    -- X-User-Id names a customer by id or by username: a name that reads like an id may only be its own.
    CONSTRAINT username_not_anothers_id CHECK (
        char_length(username) <> 36
        OR username !~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
        OR username = id::text)
);

CREATE TABLE sales (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL,
    -- The phase is derived from these moments by sale_phase(), never stored, so it changes on the second.
    starts_at    timestamptz,
    ends_at      timestamptz,
    paused_at    timestamptz,
    cancelled_at timestamptz,
    version      bigint      NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT sale_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT sale_window_in_order CHECK (ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at))
);

CREATE TABLE products (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text        NOT NULL,
    description       text        NOT NULL DEFAULT '',
    category          text        NOT NULL DEFAULT '',
    -- Minor units (cents); null is a product whose price the buyer's total_amount tells.
    price_minor       bigint,
    currency          text        COLLATE "C" NOT NULL DEFAULT 'USD',
    total_stock       integer     NOT NULL,
    available_stock   integer     NOT NULL,
    reserved_stock    integer     NOT NULL DEFAULT 0,
    sold_stock        integer     NOT NULL DEFAULT 0,
    per_user_limit    integer,
    hold_seconds      integer     NOT NULL,
    -- How much time the owner of a hold may add to it, once.
    extension_seconds integer     NOT NULL,
    -- Moves with every edit of the catalogue.
    version           bigint      NOT NULL DEFAULT 1,
    -- Moves with every change of stock, so that a reader can order what it sees.
    stock_version     bigint      NOT NULL DEFAULT 1,
    sale_id           bigint      REFERENCES sales (id),
    archived_at       timestamptz,
    created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT stock_adds_up CHECK (total_stock = available_stock + reserved_stock + sold_stock),
    CONSTRAINT stock_not_negative CHECK (available_stock >= 0 AND reserved_stock >= 0 AND sold_stock >= 0),
    CONSTRAINT stock_within_limit CHECK (total_stock <= 100000000),
    CONSTRAINT product_name_length CHECK (char_length(name) BETWEEN 1 AND 200),
    CONSTRAINT price_in_range CHECK (price_minor BETWEEN 0 AND 10000000000000),
    CONSTRAINT currency_is_iso_4217 CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT per_user_limit_positive CHECK (per_user_limit > 0),
    CONSTRAINT hold_seconds_in_range CHECK (hold_seconds BETWEEN 1 AND 86400),
    CONSTRAINT extension_seconds_in_range CHECK (extension_seconds BETWEEN 0 AND 86400)
)
-- The hot row is rewritten thousands of times a second: room on its page keeps those updates heap-only.
WITH (fillfactor = 50);

CREATE INDEX products_by_sale ON products (sale_id) WHERE sale_id IS NOT NULL;

CREATE TABLE reservations (
    id          uuid        NOT NULL,
    product_id  bigint      NOT NULL REFERENCES products (id),
    user_id     uuid        NOT NULL REFERENCES users (id),
    quantity    integer     NOT NULL,
    status      text        COLLATE "C" NOT NULL DEFAULT 'active',
    extensions  smallint    NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    -- Why and by whom, when somebody other than its owner ended it.
    end_reason  text,
    -- With the product in the key the table can be distributed or partitioned by product.
    PRIMARY KEY (id, product_id),
    CONSTRAINT quantity_positive CHECK (quantity > 0),
    CONSTRAINT reservation_state CHECK (status IN ('active', 'consumed', 'expired', 'cancelled', 'released')),
    CONSTRAINT ended_exactly_when_final CHECK ((status = 'active') = (ended_at IS NULL)),
    CONSTRAINT release_has_a_reason CHECK (status <> 'released' OR end_reason IS NOT NULL),
    CONSTRAINT hold_ends_after_it_begins CHECK (expires_at > created_at)
);

-- The rule itself, and the way to a customer's live holds.
CREATE UNIQUE INDEX one_active_hold_per_user_and_product ON reservations (user_id, product_id)
    WHERE status = 'active';
-- The sweep's way to what is due, oldest first.
CREATE INDEX holds_by_expiry ON reservations (expires_at) WHERE status = 'active';

CREATE TABLE orders (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES users (id),
    amount_minor bigint      NOT NULL,
    currency     text        COLLATE "C" NOT NULL,
    created_at   timestamptz NOT NULL,
    CONSTRAINT order_amount_in_range CHECK (amount_minor >= 0)
);

CREATE INDEX orders_by_user ON orders (user_id, created_at);

CREATE TABLE order_items (
    order_id         uuid        NOT NULL REFERENCES orders (id),
    product_id       bigint      NOT NULL REFERENCES products (id),
    reservation_id   uuid        NOT NULL,
    user_id          uuid        NOT NULL,
    quantity         integer     NOT NULL,
    -- The price at the moment of purchase; null where the product had none.
    unit_price_minor bigint,
    amount_minor     bigint      NOT NULL,
    purchased_at     timestamptz NOT NULL,
    PRIMARY KEY (order_id, product_id),
    CONSTRAINT one_line_per_reservation UNIQUE (reservation_id, product_id),
    FOREIGN KEY (reservation_id, product_id) REFERENCES reservations (id, product_id),
    CONSTRAINT item_quantity_positive CHECK (quantity > 0),
    CONSTRAINT item_amount_is_price_times_quantity CHECK (
        amount_minor >= 0 AND (unit_price_minor IS NULL OR amount_minor = unit_price_minor * quantity))
);

-- What a customer bought of a product counts against its per-user limit.
CREATE INDEX order_items_by_user ON order_items (user_id, product_id);
-- The leaderboard's order; the id settles equal moments.
CREATE INDEX order_items_by_time ON order_items (purchased_at, order_id);

-- Append-only: every change of total_stock, and why.
CREATE TABLE stock_movements (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint      NOT NULL REFERENCES products (id),
    kind       text        COLLATE "C" NOT NULL,
    quantity   integer     NOT NULL,
    reason     text        NOT NULL DEFAULT '',
    -- The customer or operator who asked; null for the operator at the machine.
    actor_id   uuid        REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT movement_kind CHECK (kind IN ('created', 'restocked', 'adjusted')),
    CONSTRAINT movement_moves CHECK (quantity <> 0 OR kind = 'created')
);

CREATE INDEX stock_movements_by_product ON stock_movements (product_id);

-- A locked product as stock_batch() works on it: read once after the lock, written once at the end.
CREATE TYPE stock_row AS (
    id                bigint,
    total             integer,
    available         integer,
    reserved          integer,
    sold              integer,
    stock_version     bigint,
    price_minor       bigint,
    currency          text,
    per_user_limit    integer,
    hold_seconds      integer,
    extension_seconds integer,
    is_archived       boolean,
    sale_phase        text,
    sale_starts_at    timestamptz,
    sale_ends_at      timestamptz
);

-- One thing stock_batch() or expire_due() tells: what a command came to, or what else changed with it.
-- Moments are microseconds since 1970 UTC.
CREATE TYPE stock_event AS (
    -- refused | held | bought | ended | extended | restocked answer the command `ordinal`, line `line` of it;
    -- product | customer | expired belong to no command.
    what           text,
    ordinal        integer,
    line           integer,
    refusal        text,
    detail         text,
    product_id     bigint,
    total          integer,
    available      integer,
    reserved       integer,
    sold           integer,
    stock_version  bigint,
    reservation_id uuid,
    user_id        uuid,
    username       text,
    quantity       integer,
    status         text,
    created_at     bigint,
    expires_at     bigint,
    ended_at       bigint,
    order_id       uuid,
    unit_price     bigint,
    amount         bigint,
    currency       text,
    decided_at     bigint
);

-- What applying one command leaves: the product's new state, and the event that tells it.
CREATE TYPE stock_step AS (
    stock stock_row,
    event stock_event
);
