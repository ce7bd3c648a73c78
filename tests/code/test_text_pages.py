"""Every page has a plain-text twin beside it, and ``llms.txt`` leads to all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import Site
from edits import add_mention, delete_page
from markdown_it import MarkdownIt
from markdown_it.token import Token


def text_pages(site: Site, folder: str = "build", *settings: str) -> Path:
    """Write the twins as ``make twins`` does: beside the pages, from the same doctrees. A warning fails the test."""
    out = site.folder / folder / "html"
    doctrees = site.folder / folder / "doctrees"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "text_pages", "-d", str(doctrees)]
    command += [part for setting in settings for part in ("-D", setting)]
    done = subprocess.run([*command, str(site.source), str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def sections(listing: str) -> dict[str, list[tuple[str, str, str]]]:
    """The links below each heading of ``llms.txt`` as a reader of Markdown sees them: (text, address, what follows)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    tokens = MarkdownIt().parse(listing)
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h2":
            found[_text(token.children)] = []
        elif token.type == "inline" and token.children and token.children[0].type == "link_open":
            end = [child.type for child in token.children].index("link_close")
            address = str(token.children[0].attrs["href"])
            found[next(reversed(found))].append(
                (_text(token.children[1:end]), address, _text(token.children[end + 1 :]))
            )
    return found


def _text(tokens: list[Token] | None) -> str:
    return "".join(token.content for token in tokens or [])


@pytest.fixture
def twinned(site: Site) -> Site:
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "sitekit.text_pages"')
    return site


def test_every_page_has_a_twin_and_the_list_leads_to_it(twinned: Site) -> None:
    twinned.build()
    out = text_pages(twinned)
    pages = {path.relative_to(twinned.source).with_suffix("") for path in twinned.source.rglob("*.md")}
    assert {path.relative_to(out).with_suffix("") for path in out.rglob("*.txt")} == pages | {Path("llms")}
    linked = [address for links in sections((out / "llms.txt").read_text("utf-8")).values() for _, address, _ in links]
    assert sorted(linked) == sorted(f"{page.as_posix()}.txt" for page in pages)
    assert "Ann showed Falco" in (out / "sessions/day-one.txt").read_text("utf-8").replace("*", "")


def test_the_list_is_in_the_order_of_the_tables_of_contents(twinned: Site) -> None:
    twinned.edit("index.md", "# A small", "---\nmyst:\n  html_meta: {description: What *was* said.}\n---\n# A small")
    twinned.write("lonely.md", "---\norphan: true\n---\n# Lonely\n")
    twinned.write("404.md", "---\norphan: true\nnosearch: true\n---\n# Nothing here\n")
    out = text_pages(twinned)
    text = (out / "llms.txt").read_text("utf-8")
    assert text.startswith(
        "# A small report\n\n> What \\*was\\* said.\n\n## Contents\n\n- [A small report](index.txt)\n"
    )
    found = sections(text)
    assert list(found) == ["Contents", "Tracks", "Optional"]
    assert found["Tracks"][:3] == [
        ("Security", "tracks/security.txt", ""),
        ("The first day", "sessions/day-one.txt", ": Security"),
        ("The second day", "sessions/day-two.txt", ": Security"),
    ]
    assert ("Falco", "projects/falco.txt", ": Projects") in found["Contents"]
    assert found["Optional"] == [("Lonely", "lonely.txt", "")]


def test_addresses_are_absolute_where_the_site_has_one(twinned: Site) -> None:
    text = (text_pages(twinned, "build", "html_baseurl=https://report.example/en") / "llms.txt").read_text("utf-8")
    assert "](https://report.example/en/sessions/day-one.txt): Security\n" in text


def test_an_external_link_keeps_its_address_and_no_line_is_broken(twinned: Site) -> None:
    address = "https://example.org/" + "a-very-long-address/" * 10
    words = "many words " * 30
    twinned.write("missing.md", f"# Missing\n\nSee {words}[the source]({address}) or <{address}> or {{doc}}`index`.\n")
    text = (text_pages(twinned) / "missing.txt").read_text("utf-8")
    assert f"See {words}the source <{address}> or {address} or A small report.\n" in text


@pytest.mark.parametrize("first", ["html", "text_pages"])
@pytest.mark.parametrize("edit", [add_mention, delete_page])
def test_both_builders_stay_up_to_date_in_one_folder(twinned: Site, edit: Callable[[Site], None], first: str) -> None:
    def both(folder: str, order: list[str]) -> dict[str, bytes]:
        for name in order:
            if name == "text_pages":
                text_pages(twinned, folder)
            else:
                built = twinned.build(folder)
        return built.files()

    order = ["html", "text_pages"] if first == "html" else ["text_pages", "html"]
    before = both("build", ["html", "text_pages"])
    edit(twinned)
    incremental, clean = both("build", order), both("clean", ["html", "text_pages"])
    assert before != clean
    assert incremental.keys() == clean.keys()
    names = [name for name in clean if name != "searchindex.js" and incremental[name] != clean[name]]
    assert names == [], "stale"


def test_only_what_differs_is_written_and_nothing_is_read(twinned: Site) -> None:
    twinned.build()
    out = text_pages(twinned)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.txt")}
    doctrees = {path: path.stat().st_mtime_ns for path in (twinned.folder / "build").rglob("*.doctree")}
    text_pages(twinned)
    assert {path.name for path in times if path.stat().st_mtime_ns != times[path]} == {"llms.txt"}
    assert all(path.stat().st_mtime_ns == time for path, time in doctrees.items())


def test_what_one_builder_reads_serves_the_other(twinned: Site) -> None:
    """Sphinx reads pages for its builder ``text`` without curly quotation marks."""
    twinned.edit("missing.md", "# Missing", '# What is "missing"')
    text_pages(twinned)
    assert "What is “missing”" in twinned.build().read("missing.html")


def test_a_page_that_html_has_read_again_has_a_new_twin(twinned: Site) -> None:
    """It includes a file that has changed, and is itself older than its twin."""
    twinned.write("part.txt", "Before\n")
    twinned.edit("missing.md", "# Missing", "# Missing\n\n```{include} part.txt\n```")
    twinned.build()
    assert "Before" in (text_pages(twinned) / "missing.txt").read_text("utf-8")
    twinned.write("part.txt", "After\n")
    twinned.build()
    assert "After" in (text_pages(twinned) / "missing.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "A ](https://evil.example) [link](b) \\",
        "*stars* _lines_ `code` # &amp; <b>",
        "]]> <!-- x",
        "עברית 日本語",
        "x" * 300,
    ],
)
def test_any_title_stays_text(twinned: Site, title: str) -> None:
    escaped = re.sub(r"[\\`*_<>&#\[\]]", r"\\\g<0>", title)
    twinned.edit("sessions/day-one.md", "# The first day", f"# {escaped}")
    twinned.edit("conf.py", '"A small report"', repr(title))
    listing = (text_pages(twinned, "build", "smartquotes=0") / "llms.txt").read_text("utf-8")
    assert [unquote(link[1]) for link in sections(listing)["Tracks"] if link[0] == title] == ["sessions/day-one.txt"]
    assert _text(MarkdownIt().parse(listing)[1].children) == title
    assert not re.search(r"\[[^\]]*\]\((?!\S+\.txt\))", listing)
