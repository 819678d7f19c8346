"""Rows by the million: handed to the driver as it takes them, in batches, without a dictionary a row.

SQLAlchemy writes the statement once and says how each column's values are bound, so that the same code serves both
databases; what it would do again for every row is done once for every column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, Table, insert

BATCH, SORTED_BATCH = 4_000, 250_000
# Dates come back over and over: births, first rights, the day of the extract.
_REMEMBERED = 65_536


class Rows:
    """New rows of one table, each a tuple in the order of its columns.

    A table whose key comes by chance (a number people have) is written in larger batches, each `in_order`: a page of
    the database then takes all its new rows at once.
    """

    def __init__(self, connection: Connection, table: Table, *, in_order: bool = False) -> None:
        dialect = connection.dialect
        compiled = insert(table).compile(dialect=dialect, column_keys=table.c.keys())
        self._connection, self._sorted = connection, in_order
        self._batch = SORTED_BATCH if in_order else BATCH
        self._statement = str(compiled)
        self._names = () if compiled.positional else tuple(table.c.keys())
        self._bound: dict[int, Callable[[Any], Any]] = {}
        for place, column in enumerate(table.c):
            process = column.type.dialect_impl(dialect).bind_processor(dialect)
            if process is not None:
                self._bound[place] = lru_cache(_REMEMBERED)(process) if isinstance(column.type, Date) else process
        self._rows: list[tuple[Any, ...]] = []
        self.add = self._rows.append

    @property
    def full(self) -> bool:
        """Whether a batch is waiting to be written."""
        return len(self._rows) >= self._batch

    def write(self) -> None:
        """Writes the rows that wait."""
        if not self._rows:
            return
        if self._sorted:
            # Those who share a key were added in order.
            self._rows.sort(key=itemgetter(0))
        rows: Iterable[tuple[Any, ...]] = self._rows
        if self._bound:
            columns: list[Iterable[Any]] = list(zip(*self._rows, strict=True))
            for place, process in self._bound.items():
                columns[place] = map(process, columns[place])
            rows = zip(*columns, strict=True)
        names = self._names
        taken = [dict(zip(names, row, strict=True)) for row in rows] if names else list(rows)
        self._connection.exec_driver_sql(self._statement, taken)
        self._rows.clear()
