"""What can be wrong with a report, by name: the ``conf.<subtype>`` of every warning."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Literal, NamedTuple

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


def nearest(found: str, allowed: Iterable[str]) -> str:
    """The words `` Did you mean ...?``, or nothing where no valid value is close."""
    close = difflib.get_close_matches(found, list(allowed), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
