"""The memory of stems changes nothing in the search index."""

from __future__ import annotations

from conftest import REPOSITORY, Site
from remembered_stems import RememberingEnglish
from sphinx.search.en import SearchEnglish


def test_stems_are_sphinxs_own() -> None:
    words = {word for path in REPOSITORY.glob("sessions/*.md") for word in path.read_text("utf-8").split()}
    remembering, plain = RememberingEnglish({}), SearchEnglish({})
    for _ in range(2):
        assert {word: remembering.stem(word) for word in words} == {word: plain.stem(word) for word in words}


def test_the_search_of_a_site_uses_it(site: Site) -> None:
    built = site.build(extensions=["confreport", "remembered_stems"])
    assert built.warnings == []
    assert '"secur":' in built.read("searchindex.js")
