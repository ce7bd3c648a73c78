"""No English sentence and no English label is left in the Japanese edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from conftest import REPOSITORY, RealSite
from lxml import html

CATALOGUE = REPOSITORY / "_ext/confreport/locale/ja/LC_MESSAGES/confreport.po"
LITERAL = {"code", "pre", "kbd", "samp", "script", "style"}
INLINE = {"a", "abbr", "b", "cite", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "time", "u"}
ATTRIBUTES = ("title", "alt", "aria-label", "placeholder")
NAME = "\ue000"
"""Stands for what is the same in every language: names, addresses, code, and what is marked as English."""
ADDRESS = re.compile(rf"[\w@%+{NAME}-]+(?:[./:_][\w@%+{NAME}-]+)+/?")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
RUN = re.compile(rf"(?:{WORD.pattern}|{NAME})(?:[\s,.:;!?()“”\"&+/–—-]+(?:{WORD.pattern}|{NAME}))*")
"""Words and names, with nothing but spaces and Western punctuation between them."""
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
SENTENCE = 3
"""So many words are more than a term inside Japanese; with fewer than two small letters before them they are a name."""


def texts(page: Path) -> Iterator[str]:
    """Every piece of text of a page that no block divides, and what is read out or shown beside it."""
    root = html.fromstring(page.read_text("utf-8"))
    english = {element for element in root.iterdescendants() if str(element.get("lang")).startswith("en")}
    parts: list[str] = []

    def visit(element: Any) -> None:
        inline = element.tag in INLINE or not isinstance(element.tag, str)
        parts.append("" if inline else "\n")
        if element in english or element.tag in LITERAL:
            parts.append(f" {NAME} ")
        elif (
            isinstance(element.tag, str)
            and element.tag not in ("title", "desc")
            and element.get("aria-hidden") != "true"
        ):
            parts.append(element.text or "")
            for child in element:
                visit(child)
        parts.append(("" if inline else "\n") + (element.tail or ""))

    visit(root)
    yield from "".join(parts).split("\n")
    # These cannot say in which language a word is: what is marked elsewhere on the page may stand in them too.
    beside = [element.text_content() for element in root.iter("title", "desc")]
    beside += [element.get("content") for element in root.iter("meta") if element.get("name") == "description"]
    beside += [
        element.get(name)
        for element in root.iter()
        for name in ATTRIBUTES
        if element.get(name) and english.isdisjoint((element, *element.iterancestors()))
    ]
    marked = any_of(element.text_content() for element in english)
    yield from (marked.sub(NAME, text) for text in beside)


def any_of(found: Iterable[str]) -> re.Pattern[str]:
    """One of some names, the longest first, where Japanese may follow without a space."""
    longest = sorted({name for name in found if WORD.search(name)}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?![A-Za-z0-9-])")


def names(report: dict[str, Any]) -> Iterator[str]:
    """What has one name: the things of the report, the software of the site, and labels left as they are."""
    yield from (report["title"], report["author"])
    for project in report["projects"]:
        record = project["record"]
        yield from (project["title"], *record["aliases"])
        yield from (str(record[name]) for name in ("name", "owner", "foundation", "license") if record[name])
        yield from (record["category"] or {}).values()
    for speaker in report["speakers"]:
        yield from (speaker["title"], *speaker["affiliations"])
    for track in report["tracks"]:
        yield from (str(track["record"][name]) for name in ("event", "official") if track["record"][name])
    for software in re.findall(r"^[\w-]+", (REPOSITORY / "requirements.in").read_text("utf-8"), re.MULTILINE):
        yield from (software, software.capitalize())
    yield from (module.stem for module in (REPOSITORY / "_ext").rglob("*.py"))
    with CATALOGUE.open("rb") as file:
        yield from (str(message.id) for message in read_po(file) if message.id and message.id == message.string)


class Editions:
    """The texts of both editions by page, with what has one name in both put aside."""

    def __init__(self, english: Path, japanese: Path) -> None:
        self._names = any_of(names(json.loads((japanese / "data/report.json").read_text("utf-8"))))
        pages = [page.relative_to(japanese) for page in japanese.rglob("*.html") if "_static" not in page.parts]
        self.japanese = {str(page): self._texts(japanese / page) for page in sorted(pages)}
        self.english = {page: self._texts(english / page) for page in self.japanese if (english / page).exists()}

    def _texts(self, page: Path) -> list[str]:
        return [ADDRESS.sub(NAME, self._names.sub(NAME, text)) for text in texts(page)]


def labels(found: Iterable[str]) -> set[str]:
    """The texts without a Japanese letter, cut where a name or the value of a field begins."""
    foreign = (text for text in found if not JAPANESE.search(text))
    pieces = (piece.strip() for text in foreign for piece in re.split(rf"[,:;·()/{NAME}]", text))
    return {piece for piece in pieces if re.fullmatch(r"[A-Za-z’' -]+", piece) and WORD.search(piece)}


@pytest.fixture(scope="module")
def editions(real: RealSite) -> Editions:
    return Editions(real.build("html"), real.build("html", language="ja"))


def test_no_sentence_is_left_in_english(editions: Editions) -> None:
    left = [
        (page, run)
        for page, found in editions.japanese.items()
        for text in found
        for run in RUN.findall(text)
        for words in [WORD.findall(run)]
        if len(words) >= SENTENCE and sum(word[0].islower() for word in words) > 1
    ]
    assert not left


def test_no_label_is_left_in_english(editions: Editions) -> None:
    """A text that the English page has too, and of which every word is an English one and no abbreviation.

    English words are those that the English edition writes with small letters somewhere.
    """
    vocabulary = {
        word for found in editions.english.values() for text in found for word in re.findall(r"\b[a-z]{2,}\b", text)
    }
    left = [
        (page, label)
        for page, found in editions.english.items()
        for label in sorted(labels(found) & labels(editions.japanese[page]))
        if all(word.lower() in vocabulary and not word.isupper() for word in WORD.findall(label))
    ]
    assert not left
