"""How a field of a record is declared, once: its name for readers, its sentence for the guide, and where it shows."""

from __future__ import annotations

import types
from dataclasses import MISSING, field, fields
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, Self, Union, get_args, get_origin, get_type_hints


class Choice(StrEnum):
    """A word out of those that a field allows.

    :ivar label: the word as readers see it
    :ivar meaning: a sentence for the guide
    """

    label: str
    meaning: str

    __hash__ = str.__hash__
    __repr__ = str.__repr__

    def __new__(cls, value: str, label: str, meaning: str = "") -> Self:
        """A member, written as a tuple."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word


class Declared(NamedTuple):
    """What a field says of itself; see :func:`shown` for the rest.

    :param name: as authors write it
    :param type: what it holds, without the ``None`` of what is unknown
    :param required: whether its record is faulty without it
    """

    name: str
    type: Any
    required: bool
    label: str
    meaning: str
    left_out: str
    gap: bool
    row: bool
    schema: str
    embed: bool

    @property
    def attribute(self) -> str:
        """Its name in Python."""
        return self.name.replace("-", "_")


def shown(
    label: str,
    meaning: str,
    *,
    gap: bool = False,
    left_out: str = "",
    row: bool = True,
    schema: str = "",
    embed: bool = False,
    default: object = None,
) -> Any:
    """Declare a field of a record.

    :param label: its name for readers, in small letters
    :param meaning: a sentence in MyST for the guide, and for the schema of the data
    :param gap: whether it is listed as missing where it is unknown
    :param left_out: what it means to leave it out, where that is neither unknown nor a gap; for the guide
    :param row: whether the record's card has a row for it
    :param schema: the property of schema.org that takes it as it is
    :param embed: whether the card for other sites shows it too
    :param default: its value where it is left out; ``MISSING`` where that is not allowed, a class to be called
    """
    details = (label, meaning, left_out, gap, row, schema, embed)
    value: dict[str, Any] = {"default_factory" if isinstance(default, type) else "default": default}
    return field(**value, metadata={"declared": details, "description": str(meaning)})


def declared(record: type) -> tuple[Declared, ...]:
    """The fields of a record or of a part of one, in the order in which they are declared."""
    return _declared(record)


@cache
def _declared(record: Any) -> tuple[Declared, ...]:
    types_of = get_type_hints(record, include_extras=True)
    return tuple(
        Declared(
            one.name.replace("_", "-"),
            _without_none(types_of[one.name]),
            one.default is MISSING and one.default_factory is MISSING,
            *one.metadata["declared"],
        )
        for one in fields(record)
    )


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(one for one in get_args(hint) if one is not type(None))
    return hint
