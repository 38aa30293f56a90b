# SPDX-License-Identifier: GPL-3.0-only
"""What the database has, read in one snapshot."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Hold:
    id: str
    product: int
    user: str
    quantity: int
    status: str


@dataclass(frozen=True)
class Line:
    order: str
    reservation: str
    product: int
    user: str
    quantity: int


@dataclass(frozen=True)
class Stock:
    product: int
    total: int
    available: int
    reserved: int
    sold: int
    hold_seconds: int


@dataclass(frozen=True)
class Records:
    holds: list
    lines: list
    stocks: list


READ = """
SELECT json_build_object(
    'holds', (SELECT coalesce(json_agg(json_build_array(r.id, r.product_id, u.username, r.quantity, r.status)), '[]')
              FROM reservations r JOIN users u ON u.id = r.user_id),
    'lines', (SELECT coalesce(json_agg(json_build_array(i.order_id, i.reservation_id, i.product_id, u.username,
                                                        i.quantity)), '[]')
              FROM order_items i JOIN users u ON u.id = i.user_id),
    'stocks', (SELECT coalesce(json_agg(json_build_array(p.id, p.total_stock, p.available_stock, p.reserved_stock,
                                                         p.sold_stock, p.hold_seconds)), '[]')
               FROM products p))
"""


def read_records(database):
    rows = json.loads(database.value(READ))
    return Records([Hold(*row) for row in rows["holds"]], [Line(*row) for row in rows["lines"]],
                   [Stock(*row) for row in rows["stocks"]])
