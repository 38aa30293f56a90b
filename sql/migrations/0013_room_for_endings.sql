-- SPDX-License-Identifier: GPL-3.0-only
-- A hold's end is a new version of its row, as its status is part of indexes, and so a second entry in the primary key.
-- Holds come in the order of their ids: without room every page of it was searched for entries to drop over and over.

ALTER INDEX reservations_pkey SET (fillfactor = 50);
