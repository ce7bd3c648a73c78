"""The Content-Security-Policy that is written beside the pages allows what they hold, and nothing else."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import RealSite, Site

PAGE = """# {title}

```{{raw}} html
{content}
```
"""


def hashed(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def directives(text: str) -> dict[str, list[str]]:
    assert text.count("\n") == 1
    assert text.endswith("\n")
    return {name: sources for name, *sources in (part.split() for part in text.split(";"))}


@pytest.fixture
def guarded(site: Site) -> Site:
    site.edit("conf.py", 'extensions = ["confreport"', 'extensions = ["myst_parser", "content_security_policy"')
    site.edit("conf.py", 'primary_domain = "conf"', "")
    site.edit("conf.py", "include_patterns = [", 'include_patterns = ["index.md", "page.md", "other.md"]\nunused = [')
    site.write("index.md", "# Home\n\n```{toctree}\npage\nother\n```\n")
    site.write("other.md", "# Another page\n")
    site.write("page.md", "# A page\n")
    return site


def policy_of(site: Site, content: str, folder: str = "build") -> dict[str, list[str]]:
    site.write("page.md", PAGE.format(title="A page", content=content))
    return directives(site.build(folder).read("csp.txt"))


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_inline_script_and_style_of_the_report_is_allowed_by_its_hash(real: RealSite, builder: str) -> None:
    out = real.build(builder)
    found = directives((out / "csp.txt").read_text("utf-8"))
    assert found["default-src"] == ["'none'"]
    assert not any("unsafe-inline" in source or "unsafe-eval" in source for part in found.values() for source in part)
    assert "'unsafe-hashes'" not in found["script-src"]
    scripts, styles = {"'self'"}, {"'self'", "'unsafe-hashes'"}
    for path in out.rglob("*.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        plain = [tag for tag in soup.select("script:not([src])") if not str(tag.get("type", "")).endswith("json")]
        scripts |= {hashed(tag.get_text()) for tag in plain}
        styles |= {hashed(tag.get_text()) for tag in soup.select("style")}
        styles |= {hashed(str(tag["style"])) for tag in soup.select("[style]")}
    assert set(found["script-src"]) == scripts
    assert set(found["style-src"]) == styles


def test_a_site_without_anything_inline_allows_only_its_own_files(guarded: Site) -> None:
    found = directives(guarded.build().read("csp.txt"))
    assert found["script-src"] == found["img-src"] == found["form-action"] == ["'self'"]
    assert found["base-uri"] == found["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize(
    ("content", "directive", "source"),
    [
        ("<script>go()</script>", "script-src", hashed("go()")),
        ("<SCRIPT\n type='module' data-x='>'>a < b</SCRIPT >", "script-src", hashed("a < b")),
        ('<script type="importmap">{}</script>', "script-src", hashed("{}")),
        ('<b onclick="go(&quot;x&quot;)">x</b>', "script-src", hashed('go("x")')),
        ('<b onclick="go()">x</b>', "script-src", "'unsafe-hashes'"),
        ("<style>b { color: red }</style>", "style-src", hashed("b { color: red }")),
        ('<b title="a > b" style="color: red">x</b>', "style-src", hashed("color: red")),
        ('<img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "img-src", "data:"),
        ("<style>b { background: url('data:image/png;base64,x') }</style>", "img-src", "data:"),
        ("<style>@font-face { src: url(data:font/woff2;base64,x) }</style>", "font-src", "data:"),
        ('<img alt="" src="https://pictures.example/x.png">', "img-src", "https://pictures.example"),
        ('<iframe title="x" src="https://video.example/1"></iframe>', "frame-src", "https://video.example"),
        ('<object data="x.svg"></object>', "object-src", "'self'"),
        ('<video src="//media.example:8080/x.mp4"></video>', "media-src", "media.example:8080"),
    ],
)
def test_what_a_page_holds_is_allowed(guarded: Site, content: str, directive: str, source: str) -> None:
    without = directives(guarded.build().read("csp.txt"))
    assert source not in without.get(directive, [])
    assert source in policy_of(guarded, content)[directive]


@pytest.mark.parametrize(
    "content",
    [
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<!-- <script>no()</script> <b style='color: red'>x</b> -->",
        '<a title="<script>no()</script>" href="https://elsewhere.example/">onward = style</a>',
        '<img alt="" src="https://x;script-src *">',
        '<link rel="canonical" href="https://elsewhere.example/">',
        "<pre>&lt;script&gt;no()&lt;/script&gt; style=&quot;x&quot;</pre>",
        "<style></script>",
    ],
)
def test_what_no_page_needs_is_not_allowed(guarded: Site, content: str) -> None:
    before = directives(guarded.build().read("csp.txt"))
    assert policy_of(guarded, content) == before


def test_an_incremental_build_equals_a_clean_one(guarded: Site) -> None:
    guarded.build()
    with_style = policy_of(guarded, "<style>b { color: red }</style>")
    guarded.write("other.md", "# Another page\n\nWith a text.\n")
    again = guarded.build()
    assert "page" not in again.written
    assert directives(again.read("csp.txt")) == with_style == directives(guarded.build("clean").read("csp.txt"))
    assert policy_of(guarded, "<b>nothing</b>") == policy_of(guarded, "<b>nothing</b>", "clean-again") != with_style


def test_a_build_below_this_one_has_a_policy_of_its_own(guarded: Site) -> None:
    out = guarded.build().out
    before = (out / "csp.txt").read_text("utf-8")
    (out / "ja").mkdir()
    (out / "ja" / "index.html").write_text("<script>own()</script>", "utf-8")
    (out / "ja" / ".buildinfo").touch()
    assert guarded.build().read("csp.txt") == before
    (out / "ja" / ".buildinfo").unlink()
    assert guarded.build().read("csp.txt") != before


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "text"])
def test_other_builders_write_none(guarded: Site, builder: str) -> None:
    assert not Path(guarded.build(builder=builder).out / "csp.txt").exists()


def test_pages_that_other_sites_may_frame_have_a_policy_of_their_own(guarded: Site) -> None:
    guarded.edit(
        "conf.py", "include_patterns = [", 'csp_framed_folders = ["cards", "none"]\ninclude_patterns = ["cards/*.md", '
    )
    guarded.write("cards/one.md", PAGE.format(title="A card", content="<script>card()</script>"))
    built = guarded.build()
    cards, pages = directives(built.read("cards/csp.txt")), directives(built.read("csp.txt"))
    assert "frame-ancestors" not in cards
    assert pages["frame-ancestors"] == ["'none'"]
    assert hashed("card()") in cards["script-src"]
    assert hashed("card()") not in pages["script-src"]
    assert not (built.out / "none").exists()
