"""The policy under which the browser tests see every page allows what the page holds, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import serve
from csp import hashed, policy
from playwright.sync_api import Browser


def directives(body: str, framed: bool = False) -> dict[str, list[str]]:
    page = f"<!doctype html><title>A page</title>{body}".encode()
    return {name: sources for name, *sources in (part.split() for part in policy(page, framed=framed).split("; "))}


def test_a_page_without_anything_inline_may_load_files_of_its_server_alone() -> None:
    found = directives('<script src="own.js"></script><script type="application/ld+json">{}</script>')
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == found["connect-src"] == found["form-action"] == ["'self'"]
    assert "frame-ancestors" not in directives("", framed=True)


@pytest.mark.parametrize(
    ("body", "directive", "source"),
    [
        ("<script>go()</script>", "script-src", hashed("go()")),
        ("<SCRIPT\n type='module' data-x='>'>a < b</SCRIPT >", "script-src", hashed("a < b")),
        ("<style>b { color: red }</style>", "style-src", hashed("b { color: red }")),
        ('<b title="a > b" style="color: red">x</b>', "style-src", hashed("color: red")),
        ('<iframe title="x" src="https://video.example/1"></iframe>', "frame-src", "https://video.example"),
    ],
)
def test_what_a_page_holds_is_allowed(body: str, directive: str, source: str) -> None:
    assert source not in directives("")[directive]
    assert source in directives(body)[directive]


def test_the_browser_obeys(browser: Browser, tmp_path: Path) -> None:
    body = '<script>document.body.innerHTML = \'<b onclick="no()" style="color: red">x</b>\'</script>'
    (tmp_path / "index.html").write_text(f"<!doctype html><title>A page</title><body>{body}", "utf-8")
    with serve(tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        assert page.locator("b").inner_text() == "x"
        assert page.locator("b").evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
        page.locator("b").click()
    assert sum("Content Security Policy" in one for one in said) == 2, said
