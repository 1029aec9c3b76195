"""Made-up worlds in which it is known who should have met whom, to try proposals on.

A world is made in two steps that must not know each other's ends. `truth` simulates what happens
when a company and a firm are brought together: craft, machines, money, trust, will and chance.
`records` writes down what an agency would know of it: part of it, some of it wrong, some of it
old. Nothing here knows how scoring works: no weight, no part, no threshold of it is used, and
`lint-imports` keeps it so. Proposals see the records and are judged by the truth.
"""

from matching.worlds.kinds import KINDS, Kind
from matching.worlds.records import Records, records_of
from matching.worlds.truth import Truth, simulate

__all__ = ["KINDS", "Kind", "Records", "Truth", "records_of", "simulate"]
