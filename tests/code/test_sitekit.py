"""Every extension of ``sitekit`` works alone, and all together, in the simplest theme."""

from __future__ import annotations

from pathlib import Path

import pytest
import sitekit
from conftest import Site


@pytest.mark.parametrize("name", ["sitekit", *(f"sitekit.{module}" for module in sitekit.EXTENSIONS)])
def test_an_extension_needs_no_other(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path)
    for path in site.source.rglob("*.md"):
        path.unlink()
    site.write("index.rst", "Home\n####\n\n.. toctree::\n\n   part\n   404\n")
    site.write("part.rst", "Part\n####\n\nSome words.\n")
    site.write("404.rst", "Not found\n#########\n\n:doc:`index`\n")
    settings = {"extensions": [name], "html_theme": "alabaster", "primary_domain": "std", "include_patterns": ["*.rst"]}
    built = site.build(html_sidebars={}, html_baseurl="https://site.example/", **settings)
    assert built.warnings == []
    assert "Some words." in built.read("part.html")
