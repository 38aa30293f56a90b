-- SPDX-License-Identifier: GPL-3.0-only
-- Customers for the call of a lone buyer, whose ids can be computed.
INSERT INTO users (id, username)
SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'pgbench-' || n
FROM generate_series(1, 200000) AS n
ON CONFLICT DO NOTHING;
