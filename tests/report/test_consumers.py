"""Other sites, built by other programs, cite this one as the guide says; none of them has any of its extensions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from browser import serve
from bs4 import BeautifulSoup
from conftest import REPOSITORY, RealSite, Site
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect
from pybtex.database import parse_string

GUIDE = (REPOSITORY / "guide" / "cite.md").read_text("utf-8")
ROLES = REPOSITORY / "guide" / "examples" / "conf_references.py"
BASE = "https://kubecon.example"
WRONG = "if there is no such session"


# Reading the guide


class Link(NamedTuple):
    """A link as a reader sees it."""

    words: str
    address: str


def sections() -> dict[str, dict[str, str]]:
    """The code blocks of the guide by heading and caption."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^## ", GUIDE, flags=re.MULTILINE):
        blocks = re.findall(r"^```\{code-block\} \w+\n:caption: ([^\n]+)\n\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        found[part.partition("\n")[0]] = dict(blocks)
        assert len(blocks) == len(dict(blocks))
    return found


SECTIONS = sections()
RECORDS = re.findall(r"^\| (\w+) \| `([^`]+)` \| ([^|`]+) \| `([^`]+)` \|$", GUIDE, re.MULTILINE)
SESSION, TITLE = RECORDS[0][1:3]
PROMISED = [
    *(Link(title, f"{BASE}/{path}") for _, _, title, path in RECORDS),
    Link("Our talk", f"{BASE}/{RECORDS[0][3]}"),
]


# The other sites


class Consumer(NamedTuple):
    """A program that builds another site.

    :param page: the file of that site which has the links
    :param command: builds the site in its folder, and ends with an error where there was one of its links
    :param links: all links of the page that was built
    """

    page: str
    command: tuple[str, ...]
    links: Callable[[Path], list[Link]]


def html_links(page: str, selector: str) -> Callable[[Path], list[Link]]:
    def links(folder: Path) -> list[Link]:
        soup = BeautifulSoup((folder / page).read_text("utf-8"), "html.parser")
        return [Link(link.get_text(), str(link["href"])) for link in soup.select(selector)]

    return links


def myst_links(folder: Path) -> list[Link]:
    """The links in what mystmd hands to a theme."""

    def below(node: dict[str, Any]) -> Iterator[Link]:
        children = node.get("children", ())
        if node["type"] == "link":
            yield Link("".join(child["value"] for child in children), node["url"])
        for child in children:
            yield from below(child)

    return list(below(json.loads((folder / "_build/site/content/index.json").read_text("utf-8"))["mdast"]))


SPHINX = (sys.executable, "-m", "sphinx", "-n", "-W", "--keep-going", "-q", ".", "out")
SPHINX_LINKS = html_links("out/index.html", "[role=main] a.external")
CONSUMERS = {
    "Sphinx with MyST": Consumer("index.md", SPHINX, SPHINX_LINKS),
    "Sphinx with reStructuredText": Consumer("index.rst", SPHINX, SPHINX_LINKS),
    "Sphinx with roles for each type": Consumer("index.rst", SPHINX, SPHINX_LINKS),
    "MkDocs": Consumer(
        "docs/index.md",
        (sys.executable, "-m", "mkdocs", "build", "--strict"),
        html_links("site/index.html", "[role=main] a.autorefs"),
    ),
    "mystmd and Jupyter Book 2": Consumer(
        "index.md", (str(Path(sys.executable).with_name("myst")), "build", "--site", "--strict"), myst_links
    ),
}


class Consuming(NamedTuple):
    """The result of the build of another site, with the address of the guide in place of the real one."""

    failed: bool
    said: str
    links: list[Link]


def consume(name: str, folder: Path, address: str, edit: Callable[[str], str] = str) -> Consuming:
    """Build another site from the blocks of the guide, after an edit of its page."""
    consumer, files = CONSUMERS[name], dict(SECTIONS[name])
    del files[WRONG]
    files[consumer.page] = edit(files[consumer.page])
    if "conf_references" in files.get("conf.py", ""):
        files[ROLES.name] = ROLES.read_text("utf-8")
    # mystmd runs on the Node.js that the tests have installed.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "NO_COLOR": "1", "PATH": path}
    if "myst.yml" in files:
        # Without a theme of its own, and an address for its search for updates, mystmd would ask other servers.
        files["myst.yml"] += "site:\n  template: ./theme\n"
        files["theme/template.yml"] = "jtex: v1\ntitle: None\nversion: 1.0.0\n"
        environment |= {"API_URL": address, "npm_config_registry": address}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text.replace(BASE, address), "utf-8")
    done = subprocess.run(
        consumer.command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    said = (done.stdout + done.stderr).replace(f"{folder}/", "").replace(address, BASE)
    links = consumer.links(folder) if done.returncode == 0 else []
    return Consuming(done.returncode != 0, said, [Link(words, to.replace(address, BASE)) for words, to in links])


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy comes between the sites."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


each = pytest.mark.parametrize("name", CONSUMERS)


# What the guide shows


def test_every_block_of_the_guide_is_tried():
    assert GUIDE.count("```{code-block}") == sum(map(len, SECTIONS.values()))
    assert {name for name, blocks in SECTIONS.items() if WRONG in blocks} == set(CONSUMERS)
    others = {(name, caption) for name, blocks in SECTIONS.items() if name not in CONSUMERS for caption in blocks}
    assert {caption for _, caption in others} == {
        "every name that can be cited",
        "Markdown",
        "HTML",
        "BibTeX",
        "Python",
        "what Python prints",
        "a card",
    }
    assert [kind for kind, *_ in RECORDS] == ["session", "track", "project", "speaker"]


def test_the_guide_shows_the_roles_whole():
    shown = f"```{{literalinclude}} examples/{ROLES.name}\n:language: python\n:caption: {ROLES.name}\n```"
    assert shown in GUIDE


def test_the_addresses_of_the_guide_are_places_of_the_site(real: RealSite):
    for _, _, title, address in RECORDS:
        path, _, anchor = address.partition("#")
        place = BeautifulSoup((real.build("html") / path).read_text("utf-8"), "html.parser").find(id=anchor)
        assert place is not None and place.get_text().lstrip().startswith(title)


def test_every_name_is_listed(served: str):
    (block,) = (blocks for blocks in SECTIONS.values() if "every name that can be cited" in blocks)
    program, *arguments = block["every name that can be cited"].strip().removeprefix("$ ").split()
    assert program == "python"
    command = [sys.executable, *(argument.replace(BASE, served) for argument in arguments)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for kind, id, title, address in RECORDS:
        for name in (id, f"{kind}-{id}"):
            assert re.search(rf"^ +{name} +{re.escape(title)} *: {re.escape(address)}$", listed, re.MULTILINE)


def test_the_data_say_what_the_guide_promises(served: str):
    blocks = SECTIONS["Data files"]
    done = subprocess.run(
        [sys.executable, "-c", blocks["Python"].replace(BASE, served)], capture_output=True, text=True, check=True
    )
    assert done.stdout == blocks["what Python prints"]


def test_the_card_shows_the_session_in_a_frame(page: Page, served: str, tmp_path: Path):
    (tmp_path / "blog.html").write_text(SECTIONS["Cards to embed"]["a card"].replace(BASE, served), "utf-8")
    with serve(tmp_path) as address:
        page.goto(f"{address}/blog.html")
        heading = page.frame_locator("iframe").get_by_role("heading")
        expect(heading).to_have_text(TITLE)
        expect(heading).to_be_visible()


@each
def test_each_example_makes_the_links_that_it_promises(name: str, tmp_path: Path, served: str):
    done = consume(name, tmp_path, served)
    assert not done.failed, done.said
    assert done.links == PROMISED


@each
def test_a_wrong_id_fails_the_build_with_the_message_that_the_guide_shows(name: str, tmp_path: Path, served: str):
    done = consume(name, tmp_path, served, lambda page: page.replace(SESSION, "no-such-talk", 1))
    assert done.failed
    assert SECTIONS[name][WRONG].strip() in done.said


def test_plain_links_lead_to_the_page():
    blocks = SECTIONS["Markdown, HTML and BibTeX"]
    page = Link(TITLE, PROMISED[0].address.partition("#")[0])
    for html in (MarkdownIt().render(blocks["Markdown"]), blocks["HTML"]):
        (link,) = BeautifulSoup(html, "html.parser").find_all("a")
        assert Link(link.get_text(), str(link["href"])) == page
    (entry,) = parse_string(blocks["BibTeX"], "bibtex").entries.values()
    assert (entry.fields["title"].strip("{}"), entry.fields["url"]) == page
    source = (REPOSITORY / "sessions" / f"{SESSION}.md").read_text("utf-8")
    session = yaml.safe_load(source.split("---\n")[1])["session"]
    assert [str(person).strip("{}") for person in entry.persons["author"]] == [
        one["name"] for one in session["speakers"]
    ]
    day = " ".join(entry.fields[name] for name in ("year", "month", "day"))
    assert day == f"{date.strftime(session['date'], '%Y %B')} {session['date'].day}"
    track = (REPOSITORY / "tracks" / f"{session['track']}.md").read_text("utf-8")
    assert f"\n  event: {entry.fields['howpublished']}\n" in track


# What the promise covers


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the small report, in which the first day has had another id."""
    site = Site(tmp_path_factory.mktemp("small"))
    assert "formerly: [first-day]" in (site.source / "sessions" / "day-one.md").read_text("utf-8")
    built = site.build()
    assert built.warnings == []
    with serve(built.out) as address:
        yield address


def about(id: str, page: str) -> str:
    """A page of the guide with no links but those to one record."""
    return "\n".join(line for line in page.splitlines() if not line.startswith("- ") or id in line)


@each
def test_an_earlier_id_leads_to_the_record_as_it_is_now(name: str, tmp_path: Path, small: str):
    def edit(page: str) -> str:
        return about(SESSION, page).replace(SESSION, "first-day").replace(TITLE, "The first day")

    done = consume(name, tmp_path, small, edit)
    assert not done.failed, done.said
    place = f"{BASE}/sessions/day-one.html#conf-session-day-one"
    assert done.links == [Link("The first day", place), Link("Our talk", place)]


@each
def test_a_title_that_is_the_same_as_the_id_is_shown(name: str, tmp_path: Path, small: str):
    """The inventory does not repeat such a title."""

    def edit(page: str) -> str:
        return about("falco", page).replace("falco", "etcd").replace("Falco", "etcd")

    done = consume(name, tmp_path, small, edit)
    assert not done.failed, done.said
    assert done.links == [Link("etcd", f"{BASE}/projects/etcd.html#conf-project-etcd")]


def test_the_roles_work_in_markdown_in_parallel_and_beside_other_references(tmp_path: Path, small: str):
    settings = SECTIONS["Sphinx with roles for each type"]["conf.py"]
    pages = {
        "conf.py": settings.replace('"sphinx.ext', '"myst_parser", "sphinx.ext'),
        "index.md": "# Pages\n\n```{toctree}\nany\nown\n```\n\n{external+kubecon:conf:track}`storage`\n",
        "any.md": "# Any\n\n{any}`falco` and [](#day-two)\n",
        "own.rst": "Own\n===\n\n:conf:speaker:`carol-example`\n",
        ROLES.name: ROLES.read_text("utf-8"),
    }
    for path, text in pages.items():
        (tmp_path / path).write_text(text.replace(BASE, small), "utf-8")
    done = subprocess.run([*SPHINX, "-j", "2"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    expected = {
        "index": [Link("Storage", "tracks/storage.html#conf-track-storage")],
        "any": [
            Link("Falco", "projects/falco.html#conf-project-falco"),
            Link("The second day", "sessions/day-two.html#conf-session-day-two"),
        ],
        "own": [Link("Carol Example", "speakers.html#conf-speaker-carol-example")],
    }
    for page, links in expected.items():
        found = html_links(f"out/{page}.html", "[role=main] a.external")(tmp_path)
        assert found == [Link(words, f"{small}/{path}") for words, path in links]
