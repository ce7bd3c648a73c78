"""The tables of a guide for authors: the fields of a record, and the words that a field allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, get_args, get_origin

from docutils import nodes
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from .. import records
from ..fields import Choice, Declared, declared
from ..records import Date, Id, Text, Url
from ..words import listed
from .base import one_of
from .nodes import Column, Inline, table

_ = get_translation("confreport")

RECORDS: Mapping[str, type] = records.TYPES | {
    "speaker": records.Speaker,
    "maturity": records.Maturity,
    "category": records.Category,
}
CHOICES: Mapping[str, type[Choice]] = {
    "relation": records.Relation,
    "format": records.Format,
    "attended": records.Attended,
    "kind": records.Kind,
    "level": records.Level,
}
TYPES = (
    (Text, _("text")),
    (Id, _("id")),
    (Url, _("address")),
    (Date, _("date")),
    (tuple[Text, ...], _("list of texts")),
    (tuple[Id, ...], _("list of ids")),
    (tuple[records.Speaker, ...], _("list of speakers, or `none`")),
    (records.Maturity, _("maturity")),
    (records.Category, _("category, or `none`")),
)


def type_words(hint: Any) -> str:
    """What a field takes, in MyST."""
    for known, words in TYPES:
        if hint == known:
            return str(words)
    if get_origin(hint) is Annotated:
        return type_words(get_args(hint)[0])
    if isinstance(hint, type) and issubclass(hint, Choice):
        return str(_("one of {}")).format(listed(f"`{word}`" for word in hint))
    return str(_("mapping of project id to relation"))


def left_out_words(field: Declared) -> str:
    """What it means to leave a field out, in MyST."""
    if field.required:
        return str(_("not allowed"))
    return str(_("gap") if field.gap else field.left_out or _("unknown"))


class _Table(SphinxDirective):
    required_arguments = 1

    def cells(self, *texts: str) -> list[list[Inline]]:
        """The cells of a row, each of a text in MyST."""
        return [[self.parse_inline(str(text))[0]] if text else [] for text in texts]

    def one_of(self, allowed: Iterable[str]) -> str:
        """The argument."""
        try:
            return one_of(*allowed)(self.arguments[0])
        except ValueError as error:
            raise self.error(f"{self.name}: {error}") from error

    def table(self, columns: Iterable[Column], rows: Iterable[list[list[Inline]]]) -> list[nodes.Node]:
        """A table whose words come from the catalogue of the extension, not from that of the page."""
        made = table(list(columns), list(rows))
        made["classes"].remove("no-search")  # it says nothing that other pages say
        for paragraph in made.findall(nodes.paragraph):
            paragraph["translatable"] = False
        return [made]


class RecordFields(_Table):
    """``record-fields``: the fields of a record or of a part of one."""

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        record = RECORDS[self.one_of(RECORDS)]
        columns = (Column(_("field")), Column(_("type"), 26), Column(_("meaning"), 40), Column(_("left out"), 20))
        rows = [
            self.cells(f"`{field.name}`", type_words(field.type), field.meaning, left_out_words(field))
            for field in declared(record)
        ]
        return self.table(columns, rows)


class FieldValues(_Table):
    """``field-values``: the words that a field allows, each with its meaning."""

    def run(self) -> list[nodes.Node]:
        """Make the table."""
        choices = CHOICES[self.one_of(CHOICES)]
        rows = [self.cells(f"`{choice}`", choice.meaning or str(choice.label)) for choice in choices]
        return self.table((Column(_("value")), Column(_("meaning"), 60)), rows)


DIRECTIVES = {"record-fields": RecordFields, "field-values": FieldValues}
