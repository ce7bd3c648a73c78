"""How words are put together in the language of a page: lists, remarks, dates, the beginnings of headings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from sitekit.addresses import language_tag
from sphinx.locale import get_translation

_ = get_translation("confreport")


def capitalised(words: str) -> str:
    """Some words with a capital, as the head of a row or column."""
    text = str(words)
    return text[:1].upper() + text[1:]


def listed(words: Iterable[str]) -> str:
    """Some words as a list within a line."""
    return str(_(", ")).join(words)


def aside(words: str) -> tuple[str, str]:
    """The space before a remark, and the remark in brackets."""
    remark = str(_(" ({})")).format(words)
    return remark[: -len(remark.lstrip())], remark.lstrip()


def named(name: str, words: str) -> str:
    """The words after the name of their field."""
    return str(_("{}: {}")).format(capitalised(name), words)


def day_in_words(day: date, language: str) -> str:
    """A date as the prose of a language writes it; English is British here."""
    locale = _locale(language)
    return format_date(day, "d MMMM y" if locale.language == "en" else "long", locale=locale)


@cache
def _locale(language: str) -> Locale:
    """What is known of how a language writes dates; English where nothing is."""
    tag = language_tag(language)
    for known in (tag, tag.partition("-")[0]):
        try:
            return Locale.parse(known, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def period(days: Iterable[str]) -> str:
    """A day in words, or the first and the last."""
    return str(_(" – ")).join(days)
