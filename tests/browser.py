"""A real browser, and sites that are served to it; a plugin that ``conftest`` loads."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from csp import policy
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from conftest import RealSite

# Without a sandbox, as the tests may run as root in a container; and without requests of Chromium's own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, each page under the strictest policy that it allows; cards may be shown in frames."""

    def __init__(self, *args: Any, strict: bool, **options: Any) -> None:
        self._strict = strict
        super().__init__(*args, **options)

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # Chromium asks for it where a page names no other
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if self._strict and file.suffix == ".html" and file.is_file():
            # The search reads the pages that it has found.
            searches = "search" in (file.stem, file.parent.name)
            pages = file.parent.rglob("*.html") if searches else [file]
            allowed = policy(*(page.read_bytes() for page in pages), framed=file.parent.name == "embed")
            self.send_header("Content-Security-Policy", allowed)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve(folder: Path, strict: bool = True) -> Iterator[str]:
    """The address at which a folder is served, without a slash at its end; a *strict* server sends policies."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder), strict=strict)
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def served(real: RealSite) -> Iterator[str]:
    """The address of the report itself."""
    with serve(real.build("html")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed (Debian package: chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def quiet_page(browser: Browser, **context: Any) -> Iterator[Page]:
    """A page with nothing stored; the test fails where the console shows an error or a warning."""
    with browser.new_context(**context) as opened:
        opened.set_default_timeout(120_000)  # a machine with other work to do is no fault
        page = opened.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None)
        yield page
        assert problems == []


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A quiet page as wide as Playwright makes it."""
    with quiet_page(browser) as opened:
        yield opened
