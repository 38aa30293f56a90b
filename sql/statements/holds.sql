-- SPDX-License-Identifier: GPL-3.0-only
-- Reservations, as clients and the console read them.

-- name: holds_by_id
-- The columns of every holds_… statement are the same; the last is the database's time.
SELECT r.id, r.product_id, r.user_id, r.quantity, r.status, microseconds(r.created_at), microseconds(r.expires_at),
       microseconds(r.ended_at), u.username, microseconds_of(r.frozen_left), microseconds(clock_timestamp())
FROM reservations r JOIN users u ON u.id = r.user_id
WHERE r.id = :reservation;

-- name: holds_live_of_user
-- Soonest first. One past its time is over for every reader, swept or not.
SELECT r.id, r.product_id, r.user_id, r.quantity, r.status, microseconds(r.created_at), microseconds(r.expires_at),
       microseconds(r.ended_at), u.username, microseconds_of(r.frozen_left), microseconds(clock_timestamp())
FROM reservations r JOIN users u ON u.id = r.user_id
WHERE r.user_id = :user AND r.status = 'active' AND r.expires_at > clock_timestamp()
ORDER BY r.expires_at, r.id
LIMIT :limit OFFSET :offset;

-- name: holds_live_count_of_user
SELECT count(*) FROM reservations r
WHERE r.user_id = :user AND r.status = 'active' AND r.expires_at > clock_timestamp();

-- name: holds_active
-- For the console's snapshot.
SELECT r.id, r.product_id, r.user_id, r.quantity, r.status, microseconds(r.created_at), microseconds(r.expires_at),
       microseconds(r.ended_at), u.username, microseconds_of(r.frozen_left), microseconds(clock_timestamp())
FROM reservations r JOIN users u ON u.id = r.user_id
WHERE r.status = 'active' AND r.expires_at > clock_timestamp()
ORDER BY r.expires_at, r.id
LIMIT :limit;
