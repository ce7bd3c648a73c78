"""The addresses that pages had under earlier ids (``formerly:``) lead to where the pages are now."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from sitekit.editions import in_html
from sphinx.util.osutil import relative_uri

from ..graph import Graph
from .bare_pages import bare_page
from .publication import File, Publication


def earlier_ids(graph: Graph) -> dict[str, list[str]]:
    """The earlier ids of each session, track and project, by its id, without those that are now another record's.

    What programs and frames fetch by id is written under these too: they do not follow the redirect of a page.
    """
    lost = {(clash.name, clash.second.docname) for clash in graph.clashes if clash.first is not clash.second}
    return {
        entry.id: [
            name
            for name in (entry.record.formerly if entry.record else ())
            if name != entry.id and (name, entry.docname) not in lost
        ]
        for entries in graph.entries.values()
        for entry in entries.values()
    }


def files(report: Publication) -> Iterator[File]:
    """A page at every earlier address, unless there is a page again."""
    earlier = earlier_ids(report.graph)
    for entries in report.graph.entries.values():
        for entry in entries.values():
            for name in earlier[entry.id]:
                docname = f"{entry.kind}s/{name}"
                if docname not in report.docnames:
                    target = escape(relative_uri(report.uri(docname), report.uri(entry.docname)))
                    page = bare_page(
                        report,
                        entry,
                        [f'<meta http-equiv="refresh" content="0; url={target}">'],
                        [f'<p><a href="{target}">{in_html(entry.title, entry.language)}</a></p>'],
                    )
                    yield File.of(report.file(docname), page)
