"""Every form in which a record can be cited is read by what it is meant for, and says there what it should."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import quiet_page, serve
from bs4 import BeautifulSoup
from confreport import citations
from confreport.citations import Work
from conftest import REPOSITORY, Built, Site
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from myst_parser.parsers.mdit import create_md_parser
from playwright.sync_api import Browser
from pybtex.database import Entry, parse_string
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from sphinx.testing.util import SphinxTestApp

BASE = "https://report.example/en/"
NAMES = ["MyST", "reStructuredText", "Markdown", "HTML", "BibTeX"]
HOSTILE = {
    "plain": "Lessons From etcd: The Data Inconsistency Issues",
    "brackets": "[A] list](https://bad.example) of ]] brackets [[",
    "markup": "*bold* _it_ `code` ~~gone~~ {project}`x` {{x}} $a$ | ![x](y) <b>&amp;</b> <https://bad.example>",
    "script": "</code></pre></details><script>alert(1)</script><!--",
    "latex": r"100 % of \input{/etc/passwd} {un}balanced} {{ } ~ ^ # _ $x^2$ & -- '' `` \\",
    "bibtex": '}, note = {bad} @misc{bad, title="x", % and',
    "lines": "one\n\n# two\r\n  three",
    "directions": "\u202eright to left\u202c עברית العربية 脆弱性",
    "backslash": "ends with a backslash \\",
}
hostile = pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)


def form(name: str, work: Work, url: str = f"{BASE}sessions/x.html") -> str:
    return dict(citations.forms(work, "kubecon", url))[name]


def one_line(text: str) -> str:
    return " ".join(text.split())


def only_link(html: str) -> tuple[str, str]:
    """The address and text of a link, beside which there is nothing."""
    soup = BeautifulSoup(html, "html.parser")
    (link,) = soup.find_all("a")
    assert soup.get_text().strip() == link.get_text()
    assert not link.find_all(True)
    return str(link["href"]), link.get_text()


def entry_of(bibtex: str) -> Entry:
    (entry,) = parse_string(bibtex, "bibtex").entries.values()
    return entry


def as_typeset(value: str) -> str:
    """What LaTeX makes of a field."""
    characters = {"braceleft": "{", "braceright": "}", "less": "<", "greater": ">", "bar": "|", "asciigrave": "`"}
    known = get_default_latex_context_db()
    macros = [MacroTextSpec(f"text{name}", char) for name, char in characters.items()]
    known.add_context_category("characters", macros=[*macros, MacroTextSpec("textasciicircum", "^")], prepend=True)
    return LatexNodes2Text(latex_context=known, keep_braced_groups=False).latex_to_text(value)


# the forms by themselves


@hostile
@pytest.mark.parametrize("flavour", ["commonmark", "js-default", "myst"])
def test_markdown_is_one_link_with_the_title(title: str, flavour: str) -> None:
    text = form("Markdown", Work("session", "x", title))
    if flavour == "myst":
        extensions = {"dollarmath", "substitution", "strikethrough", "attrs_inline", "html_image"}
        tokens = create_md_parser(MdParserConfig(enable_extensions=extensions), DocutilsRenderer).parse(text)
        (inline,) = [token for token in tokens if token.type == "inline"]
        assert {token.type for token in inline.children or ()} <= {"link_open", "text", "link_close"}
        assert "".join(token.content for token in inline.children or ()) == one_line(title)
    else:
        assert only_link(MarkdownIt(flavour).render(text)) == (f"{BASE}sessions/x.html", one_line(title))


@hostile
def test_html_is_one_link_with_the_title(title: str) -> None:
    assert only_link(form("HTML", Work("session", "x", title))) == (f"{BASE}sessions/x.html", one_line(title))


@hostile
def test_bibtex_keeps_every_word(title: str) -> None:
    work = Work("session", "x", title, (title, "Ann and Bob, Jr."), title, date(2022, 10, 5), title)
    entry = entry_of(form("BibTeX", work))
    assert entry.type == "misc"
    assert entry.key == "kubecon-x"
    assert entry.fields.keys() == {"title", "howpublished", "note", "url", "year", "month", "day"}
    for name in ("title", "howpublished", "note"):
        assert as_typeset(entry.fields[name]) == one_line(title)
    assert [as_typeset(str(person)) for person in entry.persons["author"]] == [one_line(title), "Ann and Bob, Jr."]
    assert entry.fields["url"] == f"{BASE}sessions/x.html"
    assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2022", "October", "5")


def test_bibtex_keeps_capitals_and_whole_names() -> None:
    entry = entry_of(form("BibTeX", Work("session", "x", "eBPF in Go", ("Ludwig van Beethoven",))))
    assert entry.fields["title"] == "{eBPF in Go}"
    (person,) = entry.persons["author"]
    assert person.last_names == ["{Ludwig van Beethoven}"]


def test_what_is_unknown_is_in_no_field() -> None:
    entry = entry_of(form("BibTeX", Work("project", "x", "X")))
    assert entry.fields.keys() == {"title", "url"}
    assert not entry.persons


def test_an_address_cannot_end_a_form() -> None:
    odd = "https://report.example/a)b}c d"
    assert only_link(MarkdownIt().render(form("Markdown", Work("session", "x", "X"), odd)))[1] == "X"
    assert entry_of(form("BibTeX", Work("session", "x", "X"), odd)).fields["url"].endswith("a%29b%7Dc%20d")


def test_without_an_address_the_forms_that_need_one_are_left_out() -> None:
    assert [name for name, _ in citations.forms(Work("session", "x", "X"), "kubecon", "")] == NAMES[:2]


# on the cards


def cited(built: Built, page: str) -> dict[str, str]:
    (box,) = BeautifulSoup(built.read(page), "html.parser").select(".conf-card details.conf-cite")
    return {name.get_text(): words.get_text() for name, words in zip(box("dt"), box("pre"), strict=True)}


@pytest.mark.parametrize(
    ("builder", "page", "url"),
    [("html", "{}.html", "{}.html"), ("dirhtml", "{}/index.html", "{}/")],
)
def test_cards_offer_every_form(site: Site, builder: str, page: str, url: str) -> None:
    built = site.build(builder=builder, html_baseurl=BASE, html_title="The report", confreport_inventory="kubecon")
    assert built.warnings == []
    session = cited(built, page.format("sessions/day-one"))
    assert list(session) == NAMES
    address = BASE + url.format("sessions/day-one")
    assert (
        only_link(session["HTML"]) == only_link(MarkdownIt().render(session["Markdown"])) == (address, "The first day")
    )
    entry = entry_of(session["BibTeX"])
    assert [str(person) for person in entry.persons["author"]] == ["{Ann Example}", "{Bob Étienne}"]
    assert entry.fields["howpublished"] == "A conference"
    assert entry.fields["url"] == address
    assert (entry.fields["year"], entry.fields["month"], entry.fields["day"]) == ("2022", "October", "24")
    assert entry.fields["note"] == "Unconfirmed: date"
    project = entry_of(cited(built, page.format("projects/falco"))["BibTeX"])
    assert (project.fields["title"], project.fields["howpublished"]) == ("{Falco}", "The report")


def test_only_a_page_s_own_card_can_be_cited(site: Site) -> None:
    site.edit("index.md", "Start with", "```{session-card} day-one\n```\n\n```{project-card} falco\n```\n\nStart with")
    built = site.build()
    assert "conf-cards" in built.read("index.html")
    assert "conf-cite" not in built.read("index.html")


def test_without_an_address_the_cards_offer_what_works(site: Site) -> None:
    assert list(cited(site.build(), "sessions/day-one.html")) == NAMES[:2]


def test_a_hostile_title_reaches_each_form_unchanged(site: Site) -> None:
    site.edit("sessions/day-one.md", "# The first day", "# \\</code>\\</pre>\\<script>alert(1)\\</script> \\{ & \\`")
    built = site.build(html_baseurl=BASE)
    assert built.warnings == []
    title = "</code></pre><script>alert(1)</script> { & `"
    forms = cited(built, "sessions/day-one.html")
    assert only_link(forms["HTML"])[1] == only_link(MarkdownIt().render(forms["Markdown"]))[1] == title
    assert as_typeset(entry_of(forms["BibTeX"]).fields["title"]) == title
    assert "<script>alert" not in built.read("sessions/day-one.html")


def test_other_projects_can_use_the_links(site: Site, tmp_path: Path) -> None:
    """Sphinx with MyST and with reStructuredText, knowing no more than the inventory."""
    built = site.build(html_baseurl=BASE, confreport_inventory="kubecon")
    forms = [cited(built, f"{page}.html") for page in ("sessions/day-one", "projects/falco")]
    source = tmp_path / "consumer"
    source.mkdir()
    inventory = {"kubecon": (BASE, str(built.out / "objects.inv"))}
    (source / "conf.py").write_text(
        f"extensions = ['myst_parser', 'sphinx.ext.intersphinx']\nintersphinx_mapping = {inventory!r}\nnitpicky = True\n"
    )
    (source / "index.md").write_text("# Home\n\n" + "\n\n".join(one["MyST"] for one in forms))
    (source / "rest.rst").write_text(
        ":orphan:\n\nHome\n====\n\n" + "\n\n".join(one["reStructuredText"] for one in forms)
    )
    app = SphinxTestApp("html", srcdir=source, builddir=tmp_path / "consumed")
    try:
        app.build()
        assert app.warning.getvalue() == ""
    finally:
        app.cleanup()
    for page in ("index.html", "rest.html"):
        links = BeautifulSoup((Path(app.outdir) / page).read_text("utf-8"), "html.parser").select("a.external")
        assert [(link["href"], link.get_text()) for link in links if str(link["href"]).startswith(BASE)] == [
            (f"{BASE}sessions/day-one.html#conf-session-day-one", "The first day"),
            (f"{BASE}projects/falco.html#conf-project-falco", "Falco"),
        ]


def test_the_words_of_the_box_are_not_searched(site: Site) -> None:
    index = site.build(html_baseurl=BASE).read("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
    terms = json.loads(index)["terms"]
    assert "lunch" in terms
    assert not {"bibtex", "misc", "howpublish", "howpublished", "inv"} & terms.keys()


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "man", "xml", "gettext"])
def test_other_outputs_have_no_box(site: Site, builder: str) -> None:
    built = site.build(builder=builder, html_baseurl=BASE, version="1", epub_show_urls="no")
    text = "".join(
        path.read_text("utf-8", "replace") for path in built.out.rglob("*") if path.is_file() and path.suffix != ".css"
    )
    assert "The first day" in text
    assert "Cite this" not in text
    assert "inv:report" not in text


# in a browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small report in the look of the real one."""
    look = {
        "html_theme": "furo",
        "html_sidebars": {},
        "html_static_path": [str(REPOSITORY / "_static")],
        "html_css_files": ["site.css"],
    }
    with serve(Site(tmp_path_factory.mktemp("cited")).build(html_baseurl=BASE, **look).out) as address:
        yield address


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_open_box_fits_and_is_accessible(browser: Browser, address: str, colours: str, width: int) -> None:
    with quiet_page(browser, viewport={"width": width, "height": 900}, color_scheme=colours) as page:
        page.goto(f"{address}/sessions/day-one.html")
        page.locator("details.conf-cite > summary").click()
        assert page.locator("details.conf-cite pre").last.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        found = Axe().run(page, context=".conf-card")
        assert found.violations_count == 0, found.generate_report()


def test_the_keyboard_opens_the_box_without_scripts(browser: Browser, address: str) -> None:
    with quiet_page(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/projects/falco.html")
        box = page.locator("details.conf-cite")
        assert not box.locator("pre").first.is_visible()
        for _ in range(60):
            page.keyboard.press("Tab")
            if box.locator("summary:focus-visible").count():
                break
        page.keyboard.press("Enter")
        assert box.locator("pre").first.is_visible()
        assert box.locator("pre").last.inner_text().startswith("@misc{report-falco,")


def test_one_click_takes_hold_of_a_whole_form(browser: Browser, address: str) -> None:
    with quiet_page(browser) as page:
        page.goto(f"{address}/sessions/day-one.html")
        page.locator("details.conf-cite > summary").click()
        form = page.locator("details.conf-cite pre").last
        form.click()
        assert page.evaluate("getSelection().toString()").strip() == form.inner_text().strip()
