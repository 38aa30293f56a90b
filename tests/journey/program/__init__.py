# SPDX-License-Identifier: GPL-3.0-only
"""Holdfast from outside: the process, its PostgreSQL, its HTTP port. Python's standard library only."""
