"""What a page says by itself: the forward facts that the environment stores, as plain tuples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeVar

from .records import Record

Voice = Literal["talk", "reporter", "evidence"]
REFERENCES = ("session", "track", "project", "speaker")
ELSEWHERE = ("doc", "ref", "numref", "any", "myst", "page", "eq")
"""The references without words of their own to what is no record: what they show is known when all pages are read."""


class Span(NamedTuple):
    """A run of inline text.

    :param kind: ``text``, ``literal``, ``url`` (*target* is the address), the type of a record (*target* is its
        name, and an empty *text* asks for its title), or in a :class:`Page` as it is stored one of :data:`ELSEWHERE`
    :param language: that with which it is marked; empty where it is with none
    """

    kind: str
    text: str
    target: str = ""
    language: str = ""


Spans = tuple[Span, ...]


class Entry(NamedTuple):
    """A page that is a record.

    :param anchor: the HTML id of its first heading; empty where it has none
    :param record: the front matter, or None where something is wrong with it
    :param language: that with which the title is marked; empty where it is with none
    :param written: the title as the author wrote it, before it was translated and its quotation marks were replaced
    """

    kind: str
    id: str
    docname: str
    anchor: str
    title: str
    record: Record | None
    language: str = ""
    written: str = ""


class Condition(NamedTuple):
    """Under which a part of a page is shown: an expression of tags (``only``), or one of Python (``ifconfig``)."""

    kind: Literal["only", "ifconfig"]
    expression: str


class Mention(NamedTuple):
    """A reference to a record, by the name that the author used, with the sentence around it and who speaks there.

    :param kind: the type of the record, or ``any``
    """

    kind: str
    name: str
    voice: Voice
    sentence: Spans
    conditions: tuple[Condition, ...] = ()


class Correction(NamedTuple):
    """What the report says, what the evidence says (a paragraph each), and where that can be checked."""

    anchor: str
    report: Spans
    evidence: tuple[Spans, ...]
    source: Spans
    conditions: tuple[Condition, ...] = ()


class View(NamedTuple):
    """A derived list or card that a page asks for: the directive's name, its arguments and its options."""

    name: str
    arguments: tuple[str, ...] = ()
    options: tuple[tuple[str, str | int], ...] = ()
    conditions: tuple[Condition, ...] = ()

    def option(self, name: str) -> str | int | None:
        """The value of an option, or None."""
        return dict(self.options).get(name)


F = TypeVar("F", Mention, View, Correction)


class Page(NamedTuple):
    """All forward facts of one page, those that a build does not show included, since another one may.

    :param heading: the title, where it depends on other pages
    """

    title: str = ""
    entry: Entry | None = None
    mentions: tuple[Mention, ...] = ()
    views: tuple[View, ...] = ()
    corrections: tuple[Correction, ...] = ()
    heading: Spans = ()

    def shown(self, holds: Callable[[Condition], bool]) -> Page:
        """The page without what stands under a condition that does not hold."""

        def seen(facts: tuple[F, ...]) -> tuple[F, ...]:
            return tuple(fact for fact in facts if all(map(holds, fact.conditions)))

        return self._replace(mentions=seen(self.mentions), views=seen(self.views), corrections=seen(self.corrections))

    def in_words(self, title: str, words: Callable[[Spans], Spans]) -> Page:
        """The page with another title, and with the words of each reference to what is no record."""
        return self._replace(
            title=title,
            entry=self.entry._replace(title=title) if self.entry and self.heading else self.entry,
            mentions=tuple(one._replace(sentence=words(one.sentence)) for one in self.mentions),
            corrections=tuple(
                one._replace(
                    report=words(one.report), evidence=tuple(map(words, one.evidence)), source=words(one.source)
                )
                for one in self.corrections
            ),
        )
