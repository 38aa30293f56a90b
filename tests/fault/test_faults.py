# SPDX-License-Identifier: GPL-3.0-only
"""Every fault once, under traffic. The long campaigns are tests/fault/run's."""

import unittest

import faults
from campaign import Campaign


class EveryFault(unittest.TestCase):
    def test_loses_nothing_that_was_promised(self):
        with Campaign(seed=20261120) as campaign:
            for fault in faults.ALL:
                with self.subTest(fault.name):
                    report = campaign.suffer(fault)
                    print(report.text(), flush=True)
                    self.assertEqual(report.faults, [])
            self.assertEqual(campaign.end(), [])


if __name__ == "__main__":
    unittest.main()
