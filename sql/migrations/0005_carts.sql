-- SPDX-License-Identifier: GPL-3.0-only
-- What customers mean to buy. A cart holds nothing: stock is decided when it is ordered.

CREATE TABLE carts (
    user_id    uuid        PRIMARY KEY REFERENCES users (id),
    -- Moves with every change, so that an order takes exactly the cart that it was read from.
    version    bigint      NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A product stands once in a cart, and its id is the line's.
CREATE TABLE cart_items (
    user_id          uuid        NOT NULL REFERENCES carts (user_id),
    -- No reference: its check would lock the row that a crowd of buyers waits for. Whoever reads a cart sees whether
    -- the product is still there.
    product_id       bigint      NOT NULL,
    quantity         integer     NOT NULL,
    -- The price when it was put in: another one now is told before anything is bought.
    unit_price_minor bigint,
    currency         text        COLLATE "C" NOT NULL,
    added_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (user_id, product_id),
    CONSTRAINT cart_quantity_in_range CHECK (quantity BETWEEN 1 AND 100000000)
);

-- All orders, newest first.
CREATE INDEX orders_by_time ON orders (created_at, id);
