"""The report as one output of a build publishes it: the graph, with the addresses that its pages have there."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import NamedTuple

from .graph import Graph


class Publication(NamedTuple):
    """What the files beside the pages are made of.

    :param base_url: where the site is published, with a slash at the end (``html_baseurl``); empty where nobody said
    :param docnames: every page, whether it is a record or not
    :param uri: the address of a page, by its docname, relative to the root of the site
    """

    graph: Graph
    title: str
    author: str
    language: str
    base_url: str
    docnames: Set[str]
    uri: Callable[[str], str]

    def url(self, path: str) -> str:
        """A path below the root of the site as an address: absolute where ``base_url`` is known, else the path."""
        return self.base_url + path

    def page(self, docname: str, anchor: str = "") -> str:
        """The address of a page or of a place on it; see :meth:`url`."""
        return self.url(self.uri(docname) + (f"#{anchor}" if anchor else ""))
