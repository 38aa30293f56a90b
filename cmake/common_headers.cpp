// SPDX-License-Identifier: GPL-3.0-only
// Empty: the target that owns the precompiled header needs a source.
