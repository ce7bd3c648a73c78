"""How others cite a record: as text to copy, one form for each way of writing. Pure functions."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sitekit.markdown import escape_markdown

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts every brace, even one behind a backslash, so that none of the text may stay one.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "`": r"\textasciigrave{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)
_LIGATURE = re.compile(r"([-'])(?=\1)")
_NOT_IN_ADDRESS = str.maketrans({char: f"%{ord(char):02X}" for char in "()<>{}\\ "})


class Work(NamedTuple):
    """A record as a bibliography sees it.

    :param kind: ``session`` or ``project``
    :param published: where it was presented, such as the event
    :param note: what the reader of a bibliography has to know besides
    """

    kind: str
    id: str
    title: str
    authors: tuple[str, ...] = ()
    published: str = ""
    day: date | None = None
    note: str = ""


def forms(work: Work, inventory: str, url: str) -> Iterator[tuple[str, str]]:
    """The name of each form, and the text.

    :param inventory: the name that other Sphinx projects give this one in ``intersphinx_mapping``
    :param url: the absolute address of the record's page; the forms that need it are left out where it is empty
    """
    yield "MyST", f"[](inv:{inventory}:conf:{work.kind}#{work.id})"
    yield "reStructuredText", f":external+{inventory}:ref:`{work.kind}-{work.id}`"
    if url:
        url = url.translate(_NOT_IN_ADDRESS)
        yield "Markdown", markdown(work, url)
        yield "HTML", f'<a href="{html.escape(url)}">{html.escape(_line(work.title))}</a>'
        yield "BibTeX", bibtex(work, f"{inventory}-{work.id}", url)


def markdown(work: Work, url: str) -> str:
    """A link in CommonMark, in which nothing of the title is markup."""
    return f"[{escape_markdown(work.title)}]({url})"


def bibtex(work: Work, key: str, url: str) -> str:
    """An entry for BibTeX and biber; inner braces keep capitals, and names whole."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in work.authors),
        "title": f"{{{_latex(work.title)}}}",
        "howpublished": _latex(work.published),
        "note": _latex(work.note),
        "url": url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if work.day:
        lines += [
            f"  year = {{{work.day.year}}}",
            f"  month = {_MONTHS[work.day.month - 1]}",
            f"  day = {{{work.day.day}}}",
        ]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _line(words: str) -> str:
    return " ".join(words.split())


def _latex(words: str) -> str:
    return _LIGATURE.sub(r"\1{}", _line(words).translate(_LATEX))
