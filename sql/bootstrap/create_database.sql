-- SPDX-License-Identifier: GPL-3.0-only
-- Given to a private cluster in the making, in single-user mode: one statement, then the end of the input.
CREATE DATABASE holdfast;
