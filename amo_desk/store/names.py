"""The names of the register on the disk: a row a word, with the set of people who bear it, read into an index once."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyroaring import BitMap
from sqlalchemy import Connection, delete, insert, select

from amo_desk.store import counters
from amo_desk.store.name_index import NameIndex
from amo_desk.store.schema import name_words

# The counter that says how often the names changed; 0 while they were never written.
VERSION = "names"
# The set of the insured persons stands among the words, under a name that no word can have.
HEADS = "#insured"
BATCH = 500


@dataclass(slots=True)
class Names:
    """The index of an open store, read when it is first asked for and again when the names have changed."""

    _version: int = -1
    _index: NameIndex = field(default_factory=lambda: NameIndex({}, BitMap()))

    def index(self, connection: Connection) -> NameIndex:
        """The names as they are in this transaction."""
        version = counters.last(connection, VERSION)
        if version != self._version:
            sets = {row.word: BitMap.deserialize(row.people) for row in connection.execute(select(name_words))}
            heads = sets.pop(HEADS, BitMap())
            self._version, self._index = version, NameIndex(sets, heads)
        return self._index


class Postings:
    """Who bears which word, gathered to be written in one go."""

    def __init__(self) -> None:
        self._added: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._removed: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))

    def add(self, person: int, words: Iterable[str], *, head: bool) -> None:
        """Notes the words of a person, by their number in the register."""
        added = self._added
        for word in words:
            added[word].append(person)
        if head:
            added[HEADS].append(person)

    def remove(self, person: int, words: Iterable[str]) -> None:
        """Notes that a person no longer bears words, nor is an insured person."""
        for word in (*words, HEADS):
            self._removed[word].append(person)

    def write(self, connection: Connection) -> None:
        """Writes what was gathered; a word that nobody bears any more is gone."""
        touched = sorted(self._added.keys() | self._removed.keys())
        for start in range(0, len(touched), BATCH):
            self._write(connection, touched[start : start + BATCH])
        counters.take(connection, VERSION)
        self._added.clear()
        self._removed.clear()

    def _write(self, connection: Connection, words: list[str]) -> None:
        here = name_words.c.word.in_(words)
        sets = {row.word: BitMap.deserialize(row.people) for row in connection.execute(select(name_words).where(here))}
        connection.execute(delete(name_words).where(here))
        rows = []
        for word in words:
            people = sets.get(word, BitMap()) - BitMap(self._removed.get(word, ())) | BitMap(self._added.get(word, ()))
            if people:
                people.run_optimize()
                rows.append({"word": word, "people": people.serialize()})
        if rows:
            connection.execute(insert(name_words), rows)
