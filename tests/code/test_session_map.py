"""The map of sessions and projects: its drawing, its list, and which of both is shown where."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag

import confreport
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import quiet_page, serve
from bs4 import BeautifulSoup, Tag
from confreport import drawing as map_drawing
from confreport.drawing import Edge, Target, drawing
from confreport.graph import Link
from confreport.records import Relation
from conftest import Built, Site
from playwright.sync_api import Browser, Page

MAP = "\n```{session-map}\n```\n"
STYLE = Path(confreport.__file__).parent / "static" / "session-map.css"
EVERY_RELATION = tuple(Relation)


def add_map(site: Site, page: str) -> None:
    site.write(page, (site.source / page).read_text("utf-8") + MAP)


def soup(built: Built, page: str) -> BeautifulSoup:
    return BeautifulSoup(built.read(page), "html.parser")


def drawn(built: Built, page: str) -> Tag:
    (found,) = soup(built, page).select(".conf-map-drawing > svg")
    return found


def links(built: Built, page: str) -> dict[str, str]:
    return {str(link["aria-label"]): str(link["href"]) for link in drawn(built, page).select("a")}


def said(built: Built, page: str) -> dict[str, str]:
    return {
        str(link["aria-label"]): link.desc.get_text()  # type: ignore[union-attr]
        for link in drawn(built, page).select("a")
    }


# What is drawn


@pytest.mark.parametrize(
    ("page", "expected", "listed"),
    [
        (
            "tracks/storage.md",
            {
                "Lessons from etcd": "etcd (Subject), Kubernetes (In production)",
                "Five minutes": "etcd (Compared)",
                "etcd": "Lessons from etcd (Subject), Five minutes (Compared)",
                "Kubernetes": "Lessons from etcd (In production)",
            },
            "Lessons from etcd etcd Subject Kubernetes In production Five minutes etcd Compared",
        ),
        (
            "projects/kubernetes.md",
            {
                "The first day": "Kubernetes (Background)",
                "Lessons from etcd": "Kubernetes (In production)",
                "Kubernetes": "The first day (Background), Lessons from etcd (In production)",
            },
            "The first day Kubernetes Background Lessons from etcd Kubernetes In production",
        ),
    ],
)
def test_the_drawing_and_the_list_say_the_same(site: Site, page: str, expected: dict[str, str], listed: str) -> None:
    add_map(site, page)
    built = site.build()
    assert built.warnings == []
    html = page.replace(".md", ".html")
    assert said(built, html) == expected
    (found,) = soup(built, html).select(".conf-session-map > dl.conf-map")
    assert found.get_text(" ", strip=True) == listed


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_node_leads_to_its_record(site: Site, builder: str) -> None:
    add_map(site, "tracks/storage.md")
    built = site.build(builder=builder)
    page = "tracks/storage.html" if builder == "html" else "tracks/storage/index.html"
    found = links(built, page)
    assert len(found) == 4
    for title, address in found.items():
        path, anchor = urldefrag(address)
        file = (built.out / page).parent / path
        target = BeautifulSoup((file / "index.html" if file.is_dir() else file).read_text("utf-8"), "html.parser")
        assert title in target.select_one(f"#{anchor} h1").get_text()  # type: ignore[union-attr]


def test_a_link_to_the_page_itself(site: Site) -> None:
    add_map(site, "projects/kubernetes.md")
    assert links(site.build(), "projects/kubernetes.html")["Kubernetes"] == "#conf-project-kubernetes"


def test_the_map_of_the_whole_report_has_what_sessions_share(site: Site) -> None:
    site.write("projects/alone.md", "---\nproject: {}\n---\n# Alone\n\n```{mentioned-by}\n```\n")
    site.edit("sessions/lightning.md", "a notebook", "a {project}`alone`")
    site.write("map.md", f"---\norphan: true\n---\n# Map\n{MAP}")
    found = links(site.build(), "map.html")
    assert "etcd" in found
    assert "Alone" not in found


def test_the_legend_names_the_relations_that_occur_and_no_line_has_words(site: Site) -> None:
    add_map(site, "tracks/storage.md")
    built = site.build()
    page = soup(built, "tracks/storage.html")
    assert [item.get_text() for item in page.select(".conf-map-legend > li")] == [
        "Subject",
        "In production",
        "Compared",
    ]
    texts = [text.get_text() for text in drawn(built, "tracks/storage.html").select("text")]
    assert sorted(texts) == sorted(["Sessions", "Projects", "Lessons from etcd", "Five minutes", "etcd", "Kubernetes"])


def test_an_empty_map_says_so(site: Site) -> None:
    site.write("projects/alone.md", f"---\nproject: {{}}\n---\n# Alone\n{MAP}")
    page = soup(site.build(), "projects/alone.html")
    assert "No session mentions it." in page.get_text()
    assert not page.select(".conf-session-map")


def test_titles_cannot_break_out_of_a_map(site: Site) -> None:
    title = "\"]--> <script> 'x' & {{ x }} | </text></svg> end"
    site.edit("sessions/lightning.md", "# Five minutes", "# " + re.sub(r"([\\<>&'\"\]])", r"\\\1", title))
    add_map(site, "tracks/storage.md")
    built = site.build(smartquotes=False)
    (name,) = links(built, "tracks/storage.html").keys() - {"Lessons from etcd", "etcd", "Kubernetes"}
    assert name == title
    picture = drawn(built, "tracks/storage.html")
    (text,) = [text for text in picture.select("text") if "script" in text.get_text()]
    assert "".join(text.get_text().split()) == "".join(title.split())
    assert not picture.select("script")


def test_two_maps_on_one_page_do_not_meet(site: Site) -> None:
    add_map(site, "tracks/storage.md")
    add_map(site, "tracks/storage.md")
    pictures = soup(site.build(), "tracks/storage.html").select(".conf-map-drawing")
    assert len(pictures) == 2
    for one in (element for picture in pictures for element in [picture, *picture.find_all(True)]):
        assert one.name != "style"
        assert not {"id", "style"} & one.attrs.keys()


def test_a_title_in_another_language_is_marked(site: Site) -> None:
    site.edit("projects/etcd.md", "# etcd", "# [etcd]{.language-fr}")
    add_map(site, "tracks/storage.md")
    built = site.build(myst_enable_extensions=["attrs_inline", "colon_fence"])
    marked = drawn(built, "tracks/storage.html").select("[lang]")
    assert [(one.name, one["lang"]) for one in marked] == [("text", "fr"), ("a", "fr")]


def test_only_pages_with_a_map_load_its_style_sheet(site: Site) -> None:
    add_map(site, "tracks/storage.md")
    built = site.build()
    assert "session-map.css" in built.read("tracks/storage.html")
    assert "session-map.css" not in built.read("tracks/security.html")


@pytest.mark.parametrize(
    ("builder", "page"),
    [
        ("singlehtml", "index.html"),
        ("epub", "tracks/storage.xhtml"),
        ("text", "tracks/storage.txt"),
        ("latex", "asmallreport.tex"),
    ],
)
def test_books_and_text_have_the_list_alone(site: Site, builder: str, page: str) -> None:
    add_map(site, "tracks/storage.md")
    built = site.build(builder=builder)
    content = built.read(page)
    assert "In production" in content
    assert "conf-map-drawing" not in content
    assert "session-map.css" not in content


# What follows from an edit


def test_a_new_session_with_a_new_project_is_in_the_map_of_its_track(site: Site) -> None:
    add_map(site, "tracks/storage.md")
    site.build()
    site.write("projects/rook.md", "---\nproject: {}\n---\n# Rook\n\n```{mentioned-by}\n```\n")
    site.write(
        "sessions/rook-day.md",
        "---\nsession:\n  track: storage\n  projects:\n    rook: recommended\n---\n# A day with Rook\n\n{project}`rook`.\n",
    )
    site.edit("tracks/storage.md", "/sessions/lightning\n", "/sessions/lightning\n/sessions/rook-day\n")
    built = site.build()
    assert said(built, "tracks/storage.html")["A day with Rook"] == "Rook (Recommended)"
    assert links(built, "tracks/storage.html")["Rook"] == "../projects/rook.html#conf-project-rook"


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("sessions/lightning.md", "etcd: compared", "etcd: recommended"),
        ("projects/kubernetes.md", "# Kubernetes", "# A longer name of Kubernetes"),
    ],
)
def test_after_an_edit_the_map_is_as_in_a_clean_build(site: Site, page: str, old: str, new: str) -> None:
    add_map(site, "tracks/storage.md")
    before = str(drawn(site.build(), "tracks/storage.html"))
    site.edit(page, old, new)
    after = str(drawn(site.build(), "tracks/storage.html"))
    assert after != before, "the edit changed nothing, so the test proves nothing"
    assert after == str(drawn(site.build("clean", fresh=True), "tracks/storage.html"))


# The layout


def session(name: str, title: str = "") -> Link:
    return Link("session", name, title or f"Session {name}")


def project(name: str, title: str = "") -> Link:
    return Link("project", name, title or f"Project {name}")


WORDS = [
    "Securing",
    "Kubernetes",
    "supply-chain",
    "with",
    "Zero",
    "Trust:",
    "lessons",
    "from",
    "クラウドネイティブの",
    "障害から学ぶ、",
    "本番環境",
]


def many(sessions: int = 60, projects: int = 80) -> list[Edge]:
    """A map of some size, the same in every run."""

    def title(number: int) -> str:
        return " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 3 + number % 9))

    return [
        Edge(
            session(str(one), title(one)),
            project(str(other), title(other)[:40]),
            EVERY_RELATION[(one + other) % len(EVERY_RELATION)],
        )
        for one in range(sessions)
        for other in {(one * 7 + step * 31) % projects for step in range(1 + one % 4)}
    ]


def to(link: Link) -> Target:
    return Target(f"{link.kind}s/{link.id}.html", "")


def test_the_order_has_no_needless_crossing() -> None:
    edges = [Edge(session(one), project(other), Relation.SUBJECT) for one, other in ("az", "by", "cx")]
    tops = {box.link.id: box.top for box in map_drawing.layout(map_drawing.ends_of(edges))}
    assert (tops["a"] < tops["b"], tops["b"] < tops["c"]) == (tops["z"] < tops["y"], tops["y"] < tops["x"])


def test_what_is_not_connected_does_not_cross() -> None:
    edges = [Edge(session(one), project(other), Relation.SUBJECT) for one, other in ("ap", "bq", "cp", "dq", "er")]
    order = map_drawing.ordered(map_drawing.ends_of(edges))
    assert [one.id for one in order["session"]] == ["a", "c", "b", "d", "e"]
    assert [one.id for one in order["project"]] == ["p", "q", "r"]


def test_nodes_do_not_overlap_and_the_drawing_is_the_same_every_time() -> None:
    edges = many()
    boxes = map_drawing.layout(map_drawing.ends_of(edges))
    for _, column in itertools.groupby(boxes, key=lambda box: box.link.kind):
        for above, below in itertools.pairwise(column):
            assert above.top + above.height < below.top
    assert drawing(edges, to) == drawing(list(edges), to)


@pytest.mark.parametrize(
    "title",
    [
        "Short",
        "word " * 60,
        "W" * 300,
        "クラウドネイティブのためのセキュリティ対策、障害から学ぶ本番環境の「ゼロトラスト」" * 5,
        "שלום עולם " * 20,
        "🚀" * 40,
        " ",
    ],
)
def test_a_title_is_whole_and_no_line_is_too_long(title: str) -> None:
    lines = map_drawing.wrapped(title, 22)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(map_drawing.estimated_width(line) <= 22 for line in lines)


def test_japanese_is_broken_between_phrases() -> None:
    assert map_drawing.wrapped("クラウドネイティブのための障害から学ぶ、本番環境", 14) == (
        "クラウドネイティブのための",
        "障害から学ぶ、本番環境",
    )


# In a browser


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in furo; its page ``large.html`` has a map of 60 sessions and 80 projects."""
    site = Site(tmp_path_factory.mktemp("map"))
    add_map(site, "tracks/storage.md")
    site.edit("sessions/lightning.md", "# Five minutes", "# " + "障害から学ぶ、クラウドネイティブの本番環境" * 4)
    site.edit("projects/kubernetes.md", "# Kubernetes", f"# {'W' * 60}")
    built = site.build(html_theme="furo", html_sidebars={})
    page = soup(built, "tracks/storage.html")
    page.select_one(".conf-map-drawing").replace_with(  # type: ignore[union-attr]
        BeautifulSoup(drawing(many(), to), "html.parser")
    )
    (built.out / "tracks" / "large.html").write_text(str(page), "utf-8")
    with serve(built.out) as address:
        yield f"{address}/tracks"


def stops(page: Page) -> list[str]:
    """The names of what has the focus, key press by key press, from the first node to behind the last."""
    page.locator(".conf-map-drawing a").first.focus()
    found = []
    while name := page.evaluate(
        "document.activeElement.closest('.conf-map-drawing') && document.activeElement.getAttribute('aria-label')"
    ):
        found.append(name)
        page.keyboard.press("Tab")
    return found


def seen(page: Page) -> list[str]:
    """The titles of the nodes that no veil covers."""
    found: list[str] = page.evaluate(
        """() => {
          const veils = [...document.querySelectorAll('.conf-map-veil')].filter(
            veil => getComputedStyle(veil).visibility === 'visible' && getComputedStyle(veil.parentNode).opacity > 0.9);
          return [...document.querySelectorAll('.conf-map-drawing a')].filter(link => {
            const box = link.querySelector('rect').getBBox();
            const middle = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !veils.some(veil => veil.isPointInFill(middle));
          }).map(link => link.getAttribute('aria-label'));
        }"""
    )
    return found


def test_pointing_at_a_node_brings_out_what_belongs_to_it(browser: Browser, shown: str) -> None:
    with quiet_page(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{shown}/storage.html")
        assert len(seen(page)) == 4
        page.locator(".conf-map-drawing a[aria-label^='WW'] > rect").hover()
        page.wait_for_timeout(300)
        assert seen(page) == ["Lessons from etcd", "W" * 60]
        page.mouse.move(0, 0)
        page.locator(".conf-map-drawing a").first.focus()
        page.keyboard.press("Tab")
        page.wait_for_timeout(300)
        focused = page.evaluate("document.activeElement.querySelector('desc').textContent").count("(") + 1
        assert len(seen(page)) == focused < 4


def test_what_is_pointed_at_wins_over_what_has_the_focus(browser: Browser, shown: str) -> None:
    with quiet_page(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{shown}/storage.html")
        page.keyboard.press("Tab")
        page.locator(".conf-map-drawing a[aria-label='etcd']").focus()
        page.locator(".conf-map-drawing a[aria-label^='WW'] > rect").hover()
        page.wait_for_timeout(300)
        assert seen(page) == ["Lessons from etcd", "W" * 60]


def test_the_keyboard_stops_at_each_node_once(browser: Browser, shown: str) -> None:
    with quiet_page(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{shown}/storage.html")
        found = stops(page)
        assert len(found) == len(set(found)) == page.locator(".conf-map-drawing a").count()
        page.locator(".conf-map-drawing a[aria-label='etcd'] > rect").click()
        page.wait_for_url("**/projects/etcd.html#conf-project-etcd")


@pytest.mark.parametrize("width", [320, 360, 768, 1440, 2200])
@pytest.mark.parametrize("name", ["storage", "large"])
def test_one_of_drawing_and_list_is_shown_and_nothing_overflows(
    browser: Browser, shown: str, name: str, width: int
) -> None:
    with quiet_page(browser, viewport={"width": width, "height": 900}) as page:
        page.goto(f"{shown}/{name}.html")
        assert page.locator(".conf-map-drawing").is_visible() is (width >= 768)
        assert page.locator("dl.conf-map").is_visible() is (width < 768)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.querySelector('.conf-session-map').scrollWidth") <= width


@pytest.mark.parametrize("name", ["storage", "large"])
def test_words_stay_inside_their_nodes(browser: Browser, shown: str, name: str) -> None:
    with quiet_page(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(f"{shown}/{name}.html")
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.conf-map-session, .conf-map-project')].filter(node => {
              const box = node.querySelector('rect').getBBox(), words = node.querySelector('text').getBBox();
              return words.x < box.x || words.x + words.width > box.x + box.width
                || words.y < box.y || words.y + words.height > box.y + box.height;
            }).map(node => node.textContent)"""
        )
        assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(browser: Browser, shown: str, width: int, scheme: str) -> None:
    with quiet_page(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        page.goto(f"{shown}/storage.html")
        found = Axe().run(page, context=".conf-session-map")
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("scheme", "scripts"), [("light", True), ("dark", True), ("dark", False)])
def test_relations_stand_out_from_the_page_and_differ_in_more_than_colour(
    browser: Browser, shown: str, scheme: str, scripts: bool
) -> None:
    with quiet_page(
        browser, viewport={"width": 1440, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    ) as page:
        page.goto(f"{shown}/large.html")
        lines = page.evaluate(
            """names => names.map(name => {
              const style = getComputedStyle(document.querySelector(`.conf-map-legend .conf-${name}`));
              return [style.stroke, style.strokeDasharray + style.strokeWidth];
            })""",
            list(EVERY_RELATION),
        )
        paper = luminance(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert (paper < 0.1) is (scheme == "dark")
    for name, (colour, _) in zip(EVERY_RELATION, lines, strict=True):
        lighter, darker = sorted((luminance(colour), paper), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 3, f"{name}: {colour}"
    assert len({colour for colour, _ in lines}) == len({pattern for _, pattern in lines}) == len(EVERY_RELATION)


def luminance(colour: str) -> float:
    """Of a colour as a browser writes it; the formula is that of WCAG 2."""
    red, green, blue = (int(value) / 255 for value in re.findall(r"\d+", colour)[:3])
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_on_paper_the_drawing_keeps_its_colours(browser: Browser, shown: str) -> None:
    with quiet_page(browser, viewport={"width": 794, "height": 1100}, color_scheme="dark") as page:
        page.emulate_media(media="print")
        page.goto(f"{shown}/storage.html")
        assert page.locator(".conf-map-drawing").is_visible()
        stroke = page.locator(".conf-map-legend .conf-subject").evaluate("path => getComputedStyle(path).stroke")
        assert luminance(stroke) < 0.2


def test_the_style_sheet_knows_every_relation() -> None:
    style = STYLE.read_text("utf-8")
    for name in EVERY_RELATION:
        assert str(name.label)
        assert style.count(f"--conf-map-{name}: #") == 3
