"""Each page describes itself in its head, in its own words."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from conftest import Site

BASE = "https://report.example/en/"
HOSTILE = "\"double\" 'single' <b>bold</b> & &amp; --> <script>alert(1)</script>"


@pytest.fixture
def described(site: Site) -> Site:
    site.edit("conf.py", '"workarounds.stale_output"', '"workarounds.stale_output", "sitekit.summary"')
    return site


def meta(site: Site, page: str, builder: str = "html", **settings: object) -> dict[str, str]:
    built = site.build(builder=builder, **settings)
    assert built.warnings == []
    soup = BeautifulSoup(built.read(page), "html.parser")
    assert soup.head is not None
    tags = [
        (str(tag.get("name") or tag.get("property")), str(tag["content"])) for tag in soup.head.select("meta[content]")
    ]
    found = dict(tag for tag in tags if tag[0] != "viewport")
    assert len(found) == len([tag for tag in tags if tag[0] != "viewport"]), "a name is given twice"
    return found


def test_a_page_is_described_by_its_prose_and_not_by_its_card(described: Site) -> None:
    found = meta(described, "sessions/day-two.html", html_title="The report")
    first = "The advice was to use Falco everywhere. As in The first day."
    assert found["description"] == found["og:description"] == first
    assert (found["og:title"], found["og:type"]) == ("The second day", "article")
    assert found["og:site_name"] == "The report"
    assert not [name for name in found if "image" in name]


@pytest.mark.parametrize(
    "body",
    [
        "```{note}\nA note.\n```",
        "- a list",
        "| a | table |\n| - | - |\n| 1 | 2 |",
        "> a quotation",
        "```{session-list}\n:track: security\n```",
        "```{session-list}\n:format: co-located\n```",
    ],
)
def test_what_is_no_prose_describes_nothing(described: Site, body: str) -> None:
    described.write("missing.md", f"# Missing\n\n{body}\n")
    found = meta(described, "missing.html")
    assert "description" not in found
    assert "og:description" not in found
    described.write("missing.md", f"# Missing\n\n{body}\n\n## More\n\nProse at last.\n")
    assert meta(described, "missing.html")["description"] == "Prose at last."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word " * 80, "word " * 38 + "word wor"),
        ("漢字の長い文章" * 60, "漢字の長い文章" * 60),
        ("x " + "漢字の長い文章" * 60, "x " + "漢字の長い文章" * 60),
    ],
)
def test_a_long_description_is_cut(described: Site, text: str, expected: str) -> None:
    described.write("missing.md", f"# Missing\n\n{text}\n")
    found = meta(described, "missing.html")["description"]
    assert len(found) <= 200
    assert len(found) > 190
    assert found.endswith("…")
    assert expected.startswith(found[:-1])
    assert not found.endswith(" …")


def test_the_address_is_given_only_where_it_is_known(described: Site) -> None:
    assert "og:url" not in meta(described, "sessions/day-one.html")
    assert meta(described, "sessions/day-one.html", html_baseurl=BASE)["og:url"] == f"{BASE}sessions/day-one.html"
    found = meta(described, "sessions/day-one/index.html", "dirhtml", html_baseurl=BASE)
    assert found["og:url"] == f"{BASE}sessions/day-one/"


def test_the_author_is_named_only_where_one_is_set(described: Site) -> None:
    assert "author" not in meta(described, "index.html")
    assert meta(described, "index.html", author="岩本 俊弘")["author"] == "岩本 俊弘"


def test_a_page_keeps_what_it_says_of_itself(described: Site) -> None:
    own = "---\nmyst:\n  html_meta:\n    author: Somebody else\n    description: In other words.\n---\n# Missing\n\nProse.\n"
    described.write("missing.md", own)
    found = meta(described, "missing.html", author="The author")
    assert (found["author"], found["description"]) == ("Somebody else", "In other words.")
    assert found["og:description"] == "In other words."


def test_a_page_keeps_its_own_open_graph(described: Site) -> None:
    described.write(
        "missing.md",
        '---\nmyst:\n  html_meta:\n    "property=og:title": My title\n    og:type: profile\n    Author: Somebody\n---\n# Missing\n',
    )
    described.add_extension(
        "own_tags",
        "def add(app, page, template, context, doctree):\n"
        "    context['metatags'] = context.get('metatags', '') + \"<meta content='x' property='og:site_name'>\"\n\n\n"
        "def setup(app):\n    app.connect('html-page-context', add, priority=100)\n",
    )
    found = meta(described, "missing.html", author="The author")
    assert (found["og:title"], found["og:type"], found["og:site_name"]) == ("My title", "profile", "x")
    assert found["Author"] == "Somebody" and "author" not in found


def test_text_stays_text(described: Site) -> None:
    written = "".join(f"\\{char}" if char in "<>&\"'-" else char for char in HOSTILE)
    described.write("missing.md", f"# {written}\n\n{written}\n")
    found = meta(described, "missing.html", html_title=HOSTILE, author=HOSTILE, smartquotes=False)
    names = ("og:title", "description", "og:description", "og:site_name", "author")
    assert {found[name] for name in names} == {HOSTILE}


def test_an_earlier_page_that_changes_its_title_changes_the_words(described: Site) -> None:
    meta(described, "sessions/day-two.html")
    described.edit("projects/falco.md", "# Falco", "# The falcon")
    described.edit("sessions/day-two.md", "{project}`Falco <falco>`", "{project}`falco`")
    assert "use The falcon everywhere" in meta(described, "sessions/day-two.html")["description"]
    described.edit("projects/falco.md", "# The falcon", "# The bird")
    assert "use The bird everywhere" in meta(described, "sessions/day-two.html")["description"]


@pytest.mark.parametrize("builder", ["singlehtml", "epub"])
def test_other_outputs_are_left_alone(described: Site, builder: str) -> None:
    built = described.build(builder=builder, version="1", epub_show_urls="no")
    assert not [path for path in built.out.rglob("*html") if "og:title" in path.read_text("utf-8")]
