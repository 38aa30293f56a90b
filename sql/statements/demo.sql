-- SPDX-License-Identifier: GPL-3.0-only
-- What --demo asks before it makes its sale.

-- name: demo_lock
-- Two consoles that start on one empty database make one sale. Held until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('holdfast demo ' || current_schema(), 0));

-- name: demo_is_blank
-- Archived products count: a catalogue of which nothing is left on sale is still somebody's.
SELECT NOT EXISTS (SELECT 1 FROM products) AND NOT EXISTS (SELECT 1 FROM sales);
