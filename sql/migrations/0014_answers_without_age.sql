-- SPDX-License-Identifier: GPL-3.0-only
-- Answers lie about in the order of their age, and are forgotten page by page (answers_purge): an index of their age
-- cost every command under a key a descent, for a purge that is in no hurry.

DROP INDEX idempotency_keys_by_age;
