-- SPDX-License-Identifier: GPL-3.0-only
-- A long past: customers, and reservations that expired over the last year. References hold by construction, so they
-- are not checked row by row.
INSERT INTO users (id, username)
SELECT ('00000000-0000-7000-9000-' || lpad(n::text, 12, '0'))::uuid, 'stored-' || n
FROM generate_series(:first:, :last:) AS n;
-- then --
SET LOCAL session_replication_role = replica;
INSERT INTO reservations (id, product_id, user_id, quantity, status, created_at, expires_at, ended_at)
SELECT gen_random_uuid(), :product: + n % :products:,
       ('00000000-0000-7000-9000-' || lpad((1 + n % :customers:)::text, 12, '0'))::uuid, 1, 'expired', at,
       at + interval '10 minutes', at + interval '10 minutes'
FROM generate_series(:first:, :last:) AS n, LATERAL (SELECT now() - interval '1 year' + n * interval '3 s' AS at) AS past;
