"""The report as one output of a build publishes it: the graph, with the addresses that its pages have there."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import NamedTuple

from ..graph import Graph


class Publication(NamedTuple):
    """What the files beside the pages are made of.

    :param base_url: see :func:`sitekit.addresses.base_url`
    :param docnames: every page, whether it is a record or not
    :param uri: the address of a page, by its docname, relative to the root of the site
    :param file: the path of its file there
    """

    graph: Graph
    title: str
    author: str
    language: str
    base_url: str
    docnames: Set[str]
    uri: Callable[[str], str]
    file: Callable[[str], str]

    def url(self, path: str) -> str:
        """A path below the root of the site as an address: absolute where ``base_url`` is known, else the path."""
        return self.base_url + path

    def page(self, docname: str, anchor: str = "") -> str:
        """The address of a page or of a place on it; see :meth:`url`."""
        return self.url(self.uri(docname) + (f"#{anchor}" if anchor else ""))


class File(NamedTuple):
    """A file beside the pages.

    :param path: its place below the root of the site
    :param made_of: a text, or any values whose ``repr`` changes with that of the file
    :param text: makes the text
    """

    path: str
    made_of: object
    text: Callable[[], str]

    @classmethod
    def of(cls, path: str, text: str) -> File:
        """A file whose text is there already."""
        return cls(path, text, lambda: text)
