-- SPDX-License-Identifier: GPL-3.0-only

-- name: read_one_moment
-- First in a transaction: all its reads see the same moment, and it can change nothing.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
