-- SPDX-License-Identifier: GPL-3.0-only
-- Users, as requests name them.

-- name: users_find
-- By id or by username. Both at once find one user: a name that reads like an id is only its owner's, and an id
-- proposed for a new customer is nobody's.
SELECT id, username, microseconds(created_at) FROM users WHERE id = :id OR username = :username;

-- name: users_create
-- No row: the name is taken.
INSERT INTO users (id, username) VALUES (:id, :username)
ON CONFLICT DO NOTHING
RETURNING id, username, microseconds(created_at);
