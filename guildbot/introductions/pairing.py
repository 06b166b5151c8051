"""Who may meet whom: a round of introductions, decided from nothing but places, past introductions and whom to keep apart."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import combinations

MOST_AT_ONCE = 8  # looked through completely; more people are bettered group by group
LEAST_ROUNDS, MOST_ROUNDS = 4, 16
Pair = frozenset[int]
Group = tuple[int, ...]
# What each of them costs: whatever stands further up outweighs any number of those below.
_LEFT_OUT, _AGAIN, _THREE, _SAME_PLACE = 10**6, 10**4, 10**2, 1


class Round:
    """One round's people. `places`: where each of them is; `before`: pairs who were introduced; `apart`: pairs who never are."""

    def __init__(self, places: Mapping[int, int | None], before: Iterable[Pair], apart: Iterable[Pair], seed: str) -> None:
        self._places, self._before, self._apart, self._seed = places, frozenset(before), frozenset(apart), seed

    def groups(self) -> list[Group]:
        """Pairs, and three where it must be; from different places first, none a second time while that can be avoided."""
        lot = random.Random(self._seed)
        people = sorted(self._places)
        lot.shuffle(people)
        made: list[Group] = [(one,) for one in people]
        for n in range(MOST_ROUNDS if len(people) > MOST_AT_ONCE else 1):
            if n >= LEAST_ROUNDS and sum(self.cost(group) or 0 for group in made) < _AGAIN:
                break
            lot.shuffle(made)
            made.sort(key=lambda group: len(group) > 1)  # whoever is alone still comes first
            made = [group for some in _portions(made) for group in self._best(some)]
        lot.shuffle(made)
        return [tuple(sorted(group)) for group in made if len(group) > 1]

    def cost(self, group: Group) -> int | None:
        """What speaks against a group; None: two of them are kept apart."""
        if len(group) == 1:
            return _LEFT_OUT
        pairs = [frozenset(pair) for pair in combinations(group, 2)]
        if not self._apart.isdisjoint(pairs):
            return None
        again = sum(pair in self._before for pair in pairs)
        near = sum(len({self._places[one] for one in pair}) == 1 for pair in pairs)
        return again * _AGAIN + near * _SAME_PLACE + (_THREE if len(group) == 3 else 0)

    def _best(self, people: list[int]) -> list[Group]:
        """The cheapest of all ways to group a few."""

        @cache
        def cheapest(left: tuple[int, ...]) -> tuple[int, tuple[Group, ...]]:
            if not left:
                return 0, ()
            first, others = left[0], left[1:]
            found = []
            for many in (1, 2, 0):
                for more in combinations(others, many):
                    cost = self.cost((first, *more))
                    if cost is not None:
                        rest, groups = cheapest(tuple(one for one in others if one not in more))
                        found.append((cost + rest, ((first, *more), *groups)))
            return min(found, key=lambda one: one[0])

        return list(cheapest(tuple(people))[1])


def _portions(groups: list[Group]) -> list[list[int]]:
    """A few people at a time, whole groups; whoever would remain alone comes along with the last."""
    made: list[list[int]] = [[]]
    for group in groups:
        if len(made[-1]) + len(group) > MOST_AT_ONCE:
            made.append([])
        made[-1].extend(group)
    if len(made) > 1 and len(made[-1]) == 1:
        made[-2].extend(made.pop())
    return made
