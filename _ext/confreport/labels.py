"""The fixed words that readers see, by the value or field that they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date
from sphinx.locale import get_translation

_ = get_translation("confreport")

# The keys are the values that authors write (confreport.records); the words are translated when they are shown.
LABELS = {
    "subject": _("Subject"),
    "demonstrated": _("Demonstrated"),
    "recommended": _("Recommended"),
    "in-production": _("In production"),
    "migrated-from": _("Migrated from"),
    "vulnerable-example": _("Vulnerable example"),
    "compared": _("Compared"),
    "background": _("Background"),
    "mentioned": _("Mentioned"),
    "keynote": _("Keynote"),
    "breakout": _("Breakout"),
    "maintainer": _("Maintainer session"),
    "lightning-talk": _("Lightning talk"),
    "co-located": _("Co-located event"),
    "stream": _("Live stream"),
    "recording": _("Recording"),
    "not-seen": _("Not seen"),
    "sandbox": _("Sandbox"),
    "incubating": _("Incubating"),
    "graduated": _("Graduated"),
    "archived": _("Archived"),
    "subproject": _("Subproject"),
    "not-cncf": _("Not a CNCF project"),
    "project": _("project"),
    "component": _("component"),
    "feature": _("feature"),
    "product": _("product"),
    "standard": _("standard"),
    "specification": _("specification"),
    "technology": _("technology"),
    "practice": _("practice"),
    "programme": _("programme"),
    "publication": _("publication"),
    "none": _("None"),
    "title": _("title"),
    "track": _("track"),
    "event": _("event"),
    "group": _("group"),
    "official": _("official name"),
    "format": _("format"),
    "date": _("date"),
    "until": _("last day"),
    "speakers": _("speakers"),
    "projects": _("projects"),
    "video": _("video"),
    "slides": _("slides"),
    "schedule": _("schedule"),
    "attended": _("how it was attended"),
    "name": _("name"),
    "aliases": _("aliases"),
    "kind": _("kind"),
    "homepage": _("homepage"),
    "repository": _("repository"),
    "docs": _("documentation"),
    "owner": _("owner"),
    "foundation": _("foundation"),
    "license": _("licence"),
    "category": _("landscape category"),
    "maturity": _("maturity"),
    "unconfirmed": _("unconfirmed"),
    "cite": _("Cite this"),
    "formerly": _("earlier ids"),
    "session": _("session"),
    "sessions": _("sessions"),
    "tracks": _("tracks"),
    "corrections": _("corrections"),
    "record": _("page"),
    "related": _("related sessions"),
    "unknown": _("not known"),
    "part-of": _("part of"),
    "then": _("at the event"),
    "now": _("now"),
    "accepted": _("accepted"),
    "map": _("A map of sessions and the projects that they name"),
    "impression": _("The reporter’s impression"),
    "correction": _("Correction"),
    "report": _("The report says"),
    "evidence": _("The evidence says"),
    "source": _("Source"),
    "said-by-reporter": _("the reporter’s impression"),
    "said-by-evidence": _("from a correction"),
    "no-sentence": _("Named in the session’s record only."),
    "more": _("more mentions, not shown here"),
    "no-mentions": _("No session mentions it."),
    "no-sessions": _("No session fits."),
    "no-corrections": _("Nothing has been corrected."),
    "nothing-missing": _("Nothing is missing."),
    "filter": _("Filter the sessions"),
    "relation": _("relation"),
    "speaker": _("speaker"),
    "q": _("Words in the title"),
    "any": _("Any"),
    "option": _("{name} ({count})"),
    "shown": _("{shown} of {all} sessions"),
    "reset": _("Reset"),
}


def label(value: str) -> str:
    """The words for a value or field."""
    return str(LABELS[value])


def heading(value: str) -> str:
    """The same with a capital, as the head of a row or column."""
    words = label(value)
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str]) -> str:
    """Some words as a list within a line."""
    return str(_(", ")).join(words)


def aside(words: str) -> tuple[str, str]:
    """The space before a remark, and the remark in brackets."""
    remark = str(_(" ({})")).format(words)
    return remark[: -len(remark.lstrip())], remark.lstrip()


def named(value: str, words: str) -> str:
    """The words after the name of their field."""
    return str(_("{}: {}")).format(heading(value), words)


def day_in_words(day: date, language: str) -> str:
    """A date as the prose of a language writes it; English is British here."""
    pattern = "d MMMM y" if language.startswith("en") else "long"
    return format_date(day, pattern, locale=language.replace("-", "_"))


def period(days: Iterable[str]) -> str:
    """A day in words, or the first and the last."""
    return str(_(" – ")).join(days)
