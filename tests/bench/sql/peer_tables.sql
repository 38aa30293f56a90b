-- SPDX-License-Identifier: GPL-3.0-only
-- What the peers work on: what a reservation cannot do without. Lighter than Holdfast's tables: no customers, no keys,
-- no rule of one hold a customer, no index for expiry.
CREATE TABLE products (
    id        bigint  PRIMARY KEY,
    total     integer NOT NULL,
    available integer NOT NULL CHECK (available >= 0),
    reserved  integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE reservations (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id bigint      NOT NULL REFERENCES products (id),
    user_name  text        NOT NULL,
    quantity   integer     NOT NULL CHECK (quantity > 0),
    status     text        NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL DEFAULT now() + interval '1 hour'
);
