-- SPDX-License-Identifier: GPL-3.0-only
-- Drops (a product with a sale of its own), and pauses that stop the clocks of the holds.

ALTER TABLE sales
    -- The window of one product, made with it by POST /drops.
    ADD COLUMN is_drop         boolean     NOT NULL DEFAULT false,
    -- Set while the sale is paused and its holds' clocks stand still.
    ADD COLUMN holds_frozen_at timestamptz,
    ADD CONSTRAINT frozen_only_while_paused CHECK (holds_frozen_at IS NULL OR paused_at IS NOT NULL);

ALTER TABLE reservations
    -- What was left of the hold when its sale's pause stopped its clock; null while its clock runs. expires_at is
    -- then as late as it can become: the sale's end and what was left after it, or infinity without an end.
    ADD COLUMN frozen_left interval,
    ADD CONSTRAINT frozen_left_positive CHECK (frozen_left > interval '0'),
    ADD CONSTRAINT only_frozen_holds_have_no_end CHECK (expires_at < 'infinity' OR frozen_left IS NOT NULL);

-- Where a unit was sold stays true when its product moves to another sale.
ALTER TABLE order_items ADD COLUMN sale_id bigint REFERENCES sales (id);
CREATE INDEX order_items_by_sale ON order_items (sale_id, purchased_at) WHERE sale_id IS NOT NULL;

-- What a purchase needs to know of its sale.
ALTER TYPE stock_row ADD ATTRIBUTE sale_id bigint;

ALTER TYPE stock_event
    -- Microseconds, as moments cross; null while the hold's clock runs.
    ADD ATTRIBUTE frozen_left bigint,
    -- What an act on a sale was about.
    ADD ATTRIBUTE sale_id bigint;
