"""Where pages are: what the modules of this package share about addresses and languages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.config import Config


# What gettext writes after an @ and RFC 5646 has words for; currencies and the like are no part of a language.
_SCRIPTS = {"arabic": "Arab", "cyrillic": "Cyrl", "devanagari": "Deva", "latin": "Latn"}
_VARIANTS = {"saaho", "tarask", "valencia"}


def makes_html_pages(builder: Builder) -> bool:
    """Whether a builder makes a web site of one file per page: ``html`` or ``dirhtml``, but no book or single page."""
    return builder.name in {"html", "dirhtml"}


def page_address(builder: Builder, docname: str) -> str:
    """The address of a page relative to the root of the site, percent-encoded.

    Sphinx encodes those of ``html`` only, since https://github.com/sphinx-doc/sphinx/pull/7951.
    """
    address = builder.get_target_uri(docname)
    return quote(address) if builder.name == "dirhtml" else address


def base_url(config: Config) -> str:
    """The address of the published site, with a slash at the end; empty without ``html_baseurl``."""
    return f"{config.html_baseurl.rstrip('/')}/" if config.html_baseurl else ""


def language_tag(language: str) -> str:
    """A language of Sphinx's as HTML, XML and JSON name it (RFC 5646): ``zh_CN`` is ``zh-CN``."""
    name, _, modifier = language.partition("@")
    main, *rest = name.replace("_", "-").split("-")
    if modifier in _SCRIPTS:
        rest.insert(0, _SCRIPTS[modifier])
    elif modifier in _VARIANTS:
        rest.append(modifier)
    return "-".join([main, *rest])


class RelativeAddresses:
    """A cache of the addresses of pages relative to each other; they are the same from all pages of one folder."""

    SIZE = 10_000
    """How many addresses are kept at a time."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}

    def seen_from(self, page: str, at: str, pathto: Callable[[str], str]) -> Callable[[str], str]:
        """The function that gives the address of a page by its docname.

        :param page: the docname of the page that shows the address
        :param at: the address of that page, relative to the root of the site
        :param pathto: the function of that name that Sphinx gives to templates
        """
        folder, known = posixpath.dirname(at), self._known

        def address(docname: str) -> str:
            if docname == page:
                return pathto(docname)
            if (folder, docname) not in known:
                if len(known) >= self.SIZE:
                    known.clear()
                known[folder, docname] = pathto(docname)
            return known[folder, docname]

        return address
