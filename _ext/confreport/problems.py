"""What can be wrong with a report, by name: the ``conf.<subtype>`` of every warning."""

from __future__ import annotations

import difflib
import reprlib
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

Subtype = Literal[
    "yaml",
    "unknown-field",
    "missing-field",
    "wrong-type",
    "bad-value",
    "bad-date",
    "bad-url",
    "bad-id",
    "empty",
    "no-title",
    "misplaced",
    "unknown-id",
    "duplicate-id",
    "toctree",
    "too-long",
]


class _Refused:
    def __repr__(self) -> str:
        return "refused"


REFUSED: Final = _Refused()
"""Stands for a value that has been reported, so that it is not reported again as missing or wrong."""


class Problem(NamedTuple):
    """One thing that is wrong with a record.

    :param subtype: the name under which Sphinx can suppress it
    :param path: the way to the field, from the front matter's top (``("session", "date")``)
    :param message: what was found, what is allowed, and the nearest valid value
    :param line: the 1-based line in the page, where it is already known
    """

    subtype: Subtype
    path: tuple[str | int, ...]
    message: str
    line: int | None = None


# More characters than any id, alias or field name that somebody misspells.
LONGEST_MISSPELLING = 80
MOST_PROBLEMS = 20


def nearest(found: str, allowed: Iterable[str]) -> str:
    """The words `` Did you mean ...?``, or nothing where no valid value is close, or where *found* is no short word."""
    if len(found) > LONGEST_MISSPELLING:
        return ""
    close = difflib.get_close_matches(found, list(allowed), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


class _Short(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = 200
        self.maxother = 200
        self.maxlevel = 2

    def repr_int(self, x: int, level: int) -> str:
        """Python refuses to write numbers of more than 4,300 digits."""
        return super().repr_int(x, level) if x.bit_length() < 1000 else "a very long number"


_SHORT = _Short()


def quoted(value: object) -> str:
    """A value as a warning names it: on one line, printable and short, whatever it is."""
    return _SHORT.repr(value)


def in_words(path: Sequence[str | int]) -> str:
    """The way to a field in words: ``session.speakers.0.name``."""
    names = (str(part) for part in path)
    return ".".join(name if name.isprintable() and len(name) <= LONGEST_MISSPELLING else quoted(name) for name in names)


def limited(problems: Sequence[Problem]) -> list[Problem]:
    """The first problems of a record, and the number of the others."""
    shown, more = list(problems[:MOST_PROBLEMS]), problems[MOST_PROBLEMS:]
    if more:
        shown.append(Problem(more[0].subtype, more[0].path[:1], f"and {len(more):,} more problems.", more[0].line))
    return shown
