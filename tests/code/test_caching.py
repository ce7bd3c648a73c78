"""What is done once gives what Sphinx gives."""

from __future__ import annotations

import re

from conftest import REPOSITORY, Site
from sitekit.caching import CachedEnglish
from sphinx.search.en import SearchEnglish


def test_stems_are_sphinxs_own() -> None:
    words = {word for path in REPOSITORY.glob("sessions/*.md") for word in path.read_text("utf-8").split()}
    remembering, plain = CachedEnglish({}), SearchEnglish({})
    for _ in range(2):
        assert {word: remembering.stem(word) for word in words} == {word: plain.stem(word) for word in words}


def test_pages_and_search_are_the_same(site: Site) -> None:
    site.write("sessions/deep/er.md", "---\norphan: true\n---\n# Deeper\n")
    site.edit("sessions/day-one.md", "# The first day", '# The *first* `day` & {project}`falco` "<b>"')
    settings = {"html_js_files": ["own.js", ("https://example.org/other.js", {"defer": "defer"})], "html_theme": "furo"}
    settings |= {"html_sidebars": {}, "include_patterns": ["**"]}
    for builder in ("html", "dirhtml"):
        plain = site.build("plain", builder, extensions=["confreport"], **settings)
        quick = site.build("quick", builder, extensions=["confreport", "sitekit.caching"], **settings)
        assert plain.warnings == quick.warnings
        assert {name: content for name, content in plain.files().items() if name != ".buildinfo"} == {
            name: content for name, content in quick.files().items() if name != ".buildinfo"
        }
    page = quick.read("sessions/deep/er/index.html")
    assert re.search(r'href="\.\./\.\./\.\./_static/styles/furo\.css\?v=', page)
    assert '"secur":' in quick.read("searchindex.js")


def test_templates_are_kept_for_later_builds(site: Site) -> None:
    settings = {"extensions": ["confreport", "sitekit.caching"]}
    site.build(**settings)
    kept = {path: path.read_bytes() for path in (site.folder / "build/doctrees/templates").iterdir()}
    assert kept
    site.write(
        "_templates/page.html", '{% extends "!page.html" %}{% block body %}<p>ours</p>{{ super() }}{% endblock %}'
    )
    built = site.build(templates_path=["_templates"], **settings)
    assert "<p>ours</p>" in built.read("index.html")
    assert all(path.read_bytes() == content for path, content in kept.items())


def test_images_in_titles_are_found_from_every_page(site: Site) -> None:
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "sitekit.caching"')
    site.add_extension(
        "drawn",
        "from docutils import nodes\n"
        "class drawing(nodes.General, nodes.Inline, nodes.Element): pass\n"
        "def visit(self, node):\n"
        "    self.body.append(f'<img src=\"{self.builder.imgpath}/drawn.svg\">')\n"
        "    raise nodes.SkipNode\n"
        "def setup(app):\n"
        "    app.add_node(drawing, html=(visit, None))\n"
        "    app.add_role('drawing', lambda *_: ([drawing()], []))\n"
        "    return {'parallel_read_safe': True, 'parallel_write_safe': True}\n",
    )
    site.edit("tracks/security.md", "# Security", "# Security {drawing}`x`")
    built = site.build()
    addresses = {
        path.relative_to(built.out).as_posix(): re.findall(r'src="([^"]*)/drawn\.svg"', path.read_text("utf-8"))
        for path in built.out.rglob("*.html")
    }
    found = {name: set(images) for name, images in addresses.items() if images}
    assert {"index.html", "tracks/security.html"} <= found.keys()
    assert all(images == {"../_images" if "/" in name else "_images"} for name, images in found.items()), found
