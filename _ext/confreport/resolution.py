"""What references in titles and quoted sentences show, which is known when all pages are read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sphinx.util import docname_join
from sphinx.util.nodes import clean_astext

from . import records
from .facts import ELSEWHERE, REFERENCES, Page, Span, Spans
from .graph import Graph

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def resolved(env: BuildEnvironment, names: Graph) -> dict[str, Page]:
    """The pages with the words that references in their titles and sentences show.

    :param names: the report in which a title has, for such a reference, what the author wrote
    """
    titles: dict[str, str] = {}

    def title(docname: str) -> str:
        if docname not in titles:
            page = names.pages.get(docname)
            own = page.title if page else clean_astext(env.titles[docname])
            titles[docname] = own  # for titles that name each other in a circle
            if page and page.heading:
                titles[docname] = "".join(words(docname, span) for span in page.heading)
            titles[docname] = records.one_line(titles[docname])
        return titles[docname]

    def of_record(kind: str, name: str) -> str:
        found = names.target(kind, name)
        return (found.title if kind == "speaker" else title(found.docname)) if found else name

    def words(docname: str, span: Span) -> str:
        if span.kind in REFERENCES:
            return span.text or of_record(span.kind, span.target)
        if span.kind not in ELSEWHERE:
            return span.text
        return records.one_line(elsewhere(docname, span)) or span.text or span.target.rstrip("#")

    def elsewhere(docname: str, span: Span) -> str:
        std, target = env.domains.standard_domain, span.target
        if span.kind == "eq":
            number = env.domains.math_domain.get_equation_number_for(target)
            return f"({number})" if number else ""
        page, place = docname, target
        if span.kind == "page":
            page, _hash, place = target.partition("#")
            if not place:
                return title(page) if page in env.titles else ""
        headings = env.metadata.get(page, {}).get("myst_slugs", {})
        if span.kind in ("page", "myst") and place in headings:
            return str(headings[place][2])
        if span.kind == "page":
            labels = (words for name, (at, id, words) in std.labels.items() if at == page and place in (name, id))
            return next(labels, "")
        if span.kind in ("any", "myst"):
            for kind in names.kinds_of(target)[:1]:
                return of_record(kind, target)
        if span.kind != "doc" and target.lower() in std.labels:
            return str(std.labels[target.lower()][2])
        page = docname_join(docname, target)
        return title(page) if span.kind in ("doc", "any", "myst") and page in env.titles else ""

    def shown(docname: str, said: Spans) -> Spans:
        return tuple(
            Span("text", words(docname, span), "", span.language) if span.kind in ELSEWHERE else span for span in said
        )

    return {docname: page.in_words(title(docname), partial(shown, docname)) for docname, page in names.pages.items()}
