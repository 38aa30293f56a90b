# SPDX-License-Identifier: GPL-3.0-only
"""The negative controls of the campaigns: every difference that the checker looks for is found when it is there."""

import dataclasses
import unittest

import campaign
from checker import differences
from judge import REFUSAL_SECONDS_MAX, Judge
from ledger import Act, Entry, Outcome
from program.client import Answer
from records import Hold, Line, Records, Stock, read_records

LONG, SHORT = 1, 2


def entry(act, outcome=Outcome.DONE, user="ada", reservation="h1", order=None, product=LONG):
    return Entry(act, outcome, user, product, 2, reservation, order)


class TheChecker(unittest.TestCase):
    """A sale in which ada bought, bob cancelled, cleo's hold ran out, and dan's answer got lost; flo bought at once, and
    so did gus, whose answer got lost."""

    def setUp(self):
        self.entries = [entry(Act.RESERVE), entry(Act.CHECK_OUT, order="o1"),
                        entry(Act.RESERVE, user="bob", reservation="h2"), entry(Act.CANCEL, user="bob", reservation="h2"),
                        entry(Act.RESERVE, user="cleo", reservation="h3", product=SHORT),
                        entry(Act.RESERVE, Outcome.UNKNOWN, user="dan", reservation=None),
                        entry(Act.BUY, user="flo", reservation="h7", order="o7"),
                        entry(Act.BUY, Outcome.UNKNOWN, user="gus", reservation=None)]
        self.holds = [Hold("h1", LONG, "ada", 2, "consumed"), Hold("h2", LONG, "bob", 2, "cancelled"),
                      Hold("h3", SHORT, "cleo", 2, "expired"), Hold("h4", LONG, "dan", 2, "active"),
                      Hold("h7", LONG, "flo", 2, "consumed"), Hold("h8", LONG, "gus", 2, "consumed")]
        self.lines = [Line("o1", "h1", LONG, "ada", 2), Line("o7", "h7", LONG, "flo", 2), Line("o8", "h8", LONG, "gus", 2)]
        self.stocks = [Stock(LONG, 10, 2, 2, 6, 3600), Stock(SHORT, 10, 10, 0, 0, 1)]

    def found(self):
        return differences(self.entries, Records(self.holds, self.lines, self.stocks))

    def assert_found(self, part):
        self.assertTrue(any(part in difference for difference in self.found()), self.found())

    def test_passes_a_good_sale(self):
        self.assertEqual(self.found(), [])

    def test_sees_an_invented_hold(self):
        self.entries.append(entry(Act.RESERVE, user="eve", reservation="h9"))
        self.assert_found("a promised hold is there 0 times")

    def test_sees_an_invented_order(self):
        self.entries.append(entry(Act.CHECK_OUT, order="o9"))
        self.assert_found("a promised order is there 0 times")

    def test_sees_an_invented_cancellation(self):
        self.entries.append(entry(Act.CANCEL, user="dan", reservation="h4"))
        self.assert_found("a cancelled hold is active")

    def test_sees_a_lost_hold(self):
        del self.holds[1]
        self.assert_found("a promised hold is there 0 times")

    def test_sees_a_hold_of_somebody_else(self):
        self.holds[1] = dataclasses.replace(self.holds[1], user="mallory")
        self.assert_found("a promised hold is there 0 times")

    def test_sees_a_hold_of_another_size(self):
        self.holds[1] = dataclasses.replace(self.holds[1], quantity=1)
        self.assert_found("a promised hold is there 0 times")

    def test_sees_a_reservation_promised_twice(self):
        self.entries.append(entry(Act.RESERVE))
        self.assert_found("reservation h1 was promised 2 times")

    def test_sees_a_hold_sold_twice(self):
        self.lines.append(Line("o2", "h1", LONG, "ada", 2))
        self.assert_found("consumed 1 times and bought 2 times")

    def test_sees_a_hold_made_twice_of_one_request(self):
        self.holds.append(Hold("h5", LONG, "dan", 2, "active"))
        self.assert_found("1 holds that nobody asked for")

    def test_sees_a_hold_that_nobody_asked_for(self):
        self.holds.append(Hold("h6", LONG, "eve", 1, "active"))
        self.assert_found("holds that nobody asked for")

    def test_sees_a_purchase_that_nobody_made(self):
        self.holds[3] = dataclasses.replace(self.holds[3], status="consumed")
        self.lines.append(Line("o3", "h4", LONG, "dan", 2))
        self.assert_found("nobody ended this hold so")

    def test_sees_a_lost_purchase_of_one_who_bought_at_once(self):
        del self.lines[1]
        self.assert_found("a promised order is there 0 times")

    def test_sees_a_purchase_at_once_that_is_only_held(self):
        self.holds[5] = dataclasses.replace(self.holds[5], status="active")
        self.assert_found("nobody bought this at once")

    def test_sees_a_purchase_at_once_made_twice_of_one_request(self):
        self.holds.append(Hold("h9", LONG, "gus", 2, "consumed"))
        self.assert_found("1 holds that nobody asked for")

    def test_sees_a_long_hold_run_out(self):
        self.holds[3] = dataclasses.replace(self.holds[3], status="expired")
        self.assert_found("nobody ended this hold so")

    def test_sees_a_lost_order_of_a_consumed_hold(self):
        del self.lines[0]
        self.assert_found("consumed 1 times and bought 0 times")

    def test_sees_stock_that_does_not_add_up(self):
        self.stocks[0] = dataclasses.replace(self.stocks[0], available=7)
        self.assert_found("by the rows")

    def test_sees_more_sold_than_there_is(self):
        self.stocks[0] = Stock(LONG, 7, -1, 2, 6, 3600)
        self.assert_found("by the rows")


class TheJudge(unittest.TestCase):
    def setUp(self):
        self.judge = Judge(may_lose_connections=False)
        self.unavailable = Answer(503, {"retry-after": "1"}, {"error": {"code": "DB_UNAVAILABLE"}})

    def judged(self, answer, act=Act.RESERVE, seconds=0.1, may_be_late=False):
        self.judge.judge(act, answer, seconds, may_be_late)
        return self.judge.faults

    def test_takes_what_is_documented(self):
        self.assertEqual(self.judged(Answer(201, {}, {})), [])
        self.assertEqual(self.judged(self.unavailable), [])
        self.assertEqual(self.judged(_refused("OUT_OF_STOCK")), [])
        self.assertEqual(self.judged(_refused("RESERVATION_EXPIRED"), Act.CHECK_OUT, may_be_late=True), [])

    def test_sees_an_internal_error(self):
        self.assertTrue(self.judged(Answer(500, {}, {})))

    def test_sees_a_refusal_out_of_place(self):
        self.assertTrue(self.judged(_refused("RESERVATION_EXPIRED"), Act.CHECK_OUT))

    def test_sees_a_hold_forgotten(self):
        self.assertTrue(self.judged(Answer(404, {}, {"error": {"code": "RESERVATION_NOT_FOUND"}}), Act.CANCEL, may_be_late=True))

    def test_sees_a_503_without_retry_after(self):
        self.assertTrue(self.judged(dataclasses.replace(self.unavailable, headers={})))

    def test_sees_a_slow_503(self):
        self.assertTrue(self.judged(self.unavailable, seconds=REFUSAL_SECONDS_MAX + 1))

    def test_sees_a_lost_connection(self):
        self.judge.lost(Act.RESERVE, ConnectionResetError())
        self.assertTrue(self.judge.faults)

    def test_sees_silence_even_while_connections_may_be_lost(self):
        judge = Judge(may_lose_connections=True)
        judge.lost(Act.RESERVE, ConnectionResetError())
        self.assertEqual(judge.faults, [])
        judge.lost(Act.RESERVE, TimeoutError())
        self.assertTrue(judge.faults)


def _refused(code):
    return Answer(409, {}, {"error": {"code": code}})


class ARealDatabase(unittest.TestCase):
    """A campaign in which nothing happened but what the test does to its ledger or its rows."""

    def setUp(self):
        self.campaign = self.enterContext(campaign.Campaign(seed=1, shoppers=1))
        with self.campaign.console.client() as api:
            held = api.post("/reservations", {"product_id": 1, "quantity": 2}, user="ada").data["reservation"]
        self.promise = entry(Act.RESERVE, reservation=held["id"])
        self.campaign.ledger.write(self.promise)

    def test_ledger_and_rows(self):
        self.assertEqual(self.campaign.check(), [])
        with self.subTest("an invented entry"):
            invented = self.campaign.ledger.entries() + [dataclasses.replace(self.promise, user="eve")]
            self.assertTrue(differences(invented, read_records(self.campaign.console.database)))
        with self.subTest("a deleted reservation"):
            self.campaign.console.database.query("ALTER TABLE reservations DISABLE TRIGGER USER; DELETE FROM reservations")
            faults = self.campaign.check()
            self.assertTrue(any("a promised hold is there 0 times" in fault for fault in faults), faults)
            self.assertTrue(any(fault.startswith("audit: ") for fault in faults), faults)


if __name__ == "__main__":
    unittest.main()
