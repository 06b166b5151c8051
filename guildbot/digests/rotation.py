"""Whose turn it is: least recently shown first, ties in a seeded order, one line a person (rule D3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be told: who stands in it, and the words that decide between several lines of one person."""

    id: int
    people: tuple[tuple[str, int], ...]  # week, "" for never; person
    words: str


class Rotation:
    """One week's order. Everybody draws one lot, however many lines there are about them, so that more lines move nobody."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._lots = dict[int, bytes]()

    def first(self, lines: Iterable[Candidate], most: int, told: set[int] | None = None) -> list[Candidate]:
        """Those whose turn it is; nobody twice, nor whoever was `told` of in another section already."""
        told = set() if told is None else told
        chosen: list[Candidate] = []
        for _, _, line in sorted(((min(map(self._turn, one.people)), self.lot(one.words), one) for one in lines), key=_turns):
            if len(chosen) == most:
                break
            who = {person for _, person in line.people}
            if not who & told:
                chosen.append(line)
                told |= who
        return chosen

    def lot(self, who: str) -> bytes:
        return blake2b(who.encode(), digest_size=8, key=self._seed[:64]).digest()

    def _turn(self, seen: tuple[str, int]) -> tuple[str, bytes]:
        week, person = seen
        if person not in self._lots:
            self._lots[person] = self.lot(str(person))
        return week, self._lots[person]


def _turns(one: tuple[tuple[str, bytes], bytes, Candidate]) -> tuple[tuple[str, bytes], bytes]:
    return one[0], one[1]
