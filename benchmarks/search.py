"""Measures what a reader finds in the Japanese pages, with each way to split Japanese that Sphinx can be given.

``tests/queries-ja.txt`` has a query in each line and, after a tab, all pages that say it. They are asked for in
Chromium. Standard output has the table.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

REPOSITORY = Path(__file__).parents[1]
sys.path.insert(0, str(REPOSITORY / "_ext"))
sitekit = importlib.import_module("sitekit")
PARTS = [f"sitekit.{name}" for name in sitekit.EXTENSIONS if name != "cjk_search"]
OTHERS = [name for name in runpy.run_path(str(REPOSITORY / "conf.py"))["extensions"] if name != "sitekit"]
SPHINXS_OWN = ["-D", f"extensions={','.join([*OTHERS, *PARTS])}"]
ENGINES = {
    "`sitekit.cjk_search`": [],
    **{
        name: [*SPHINXS_OWN, "-D", f"html_search_options.type=sphinx.search.ja.{splitter}Splitter"]
        for name, splitter in {
            "Sphinx's default (TinySegmenter)": "Default",
            "Janome": "Janome",
            "MeCab (unidic-lite)": "Mecab",
        }.items()
    },
    'none (`html_search_language = "en"`)': [*SPHINXS_OWN, "-D", "html_search_language=en"],
}


class Found(NamedTuple):
    """Pages that were to be found and were, and pages that do not say it."""

    hits: int
    false: int


def queries() -> dict[str, set[str]]:
    """The pages that say it, by query."""
    lines = (REPOSITORY / "tests" / "queries-ja.txt").read_text("utf-8").splitlines()
    return {query: set(pages.split()) for query, _, pages in (line.partition("\t") for line in lines)}


def build(options: list[str], locales: Path, folder: Path) -> Path:
    """The folder of the Japanese pages."""
    command = [sys.executable, "-m", "sphinx", "-q", "-j", "auto", "-d", str(folder / "doctrees"), *options]
    language = ["-D", "language=ja", "-D", f"locale_dirs={locales}", "-D", "gettext_compact=0"]
    subprocess.run([*command, *language, str(REPOSITORY), str(folder / "html")], check=True)
    return folder / "html"


def ask(page: Page, site: Path, query: str) -> set[str]:
    """The pages that the search shows."""
    page.goto(f"{(site / 'search.html').as_uri()}?q={quote(query)}")
    page.locator("#search-results > h2:not(:has(span))").wait_for()
    links = page.locator("#search-results li > a").all()
    return {str(link.get_attribute("href")).partition(".html")[0] for link in links}


def measure(page: Page, site: Path, expected: Mapping[str, set[str]]) -> dict[str, Found]:
    """What a site lets a reader find, by query."""
    shown = {query: ask(page, site, query) for query in expected}
    return {query: Found(len(shown[query] & pages), len(shown[query] - pages)) for query, pages in expected.items()}


def main() -> None:
    """Build with each engine, ask everything, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locales", type=Path, default=REPOSITORY / "locales", help="the folder of the catalogues")
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="name each query that found too little or too much"
    )
    options = parser.parse_args()
    expected = queries()
    total = sum(map(len, expected.values()))
    print(f"| Search | Found of {total} | Queries of {len(expected)} right | False hits | Index | gzipped |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"]).new_page()
        for number, (name, settings) in enumerate(ENGINES.items()):
            site = build(settings, options.locales, Path(folder) / str(number))
            found = measure(page, site, expected)
            hits, false = (sum(column) for column in zip(*found.values(), strict=True))
            right = sum(found[query] == (len(pages), 0) for query, pages in expected.items())
            index = (site / "searchindex.js").read_bytes()
            sizes = [f"{len(data) / 1000:.0f} kB" for data in (index, gzip.compress(index))]
            print(f"| {name} | {hits} | {right} | {false} | {' | '.join(sizes)} |", flush=True)
            if options.verbose:
                for query, pages in expected.items():
                    if found[query] != (len(pages), 0):
                        print(f"{name}: {query}: {found[query]} of {len(pages)}", file=sys.stderr)


if __name__ == "__main__":
    main()
