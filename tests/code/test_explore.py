"""The filters of the Explore page do what they say, and the page is whole without them."""

from __future__ import annotations

from collections.abc import Iterator

import filters
import pytest
from browser import serve
from conftest import Built, Site
from filters import options, query
from playwright.sync_api import Browser, Page, expect

TITLES = {
    "one": "The first day",
    "two": "The second day",
    "closing": "The closing talk",
    "lessons": "Lessons from etcd",
    "lightning": "Five minutes",
}
ALL = list(TITLES)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small report, with the table on two of its pages."""
    site = Site(tmp_path_factory.mktemp("explore"))
    site.write("explore.md", "# Explore\n\n```{session-list}\n:as: explore\n```\n")
    return site.build()


@pytest.fixture(scope="module")
def small(built: Built) -> Iterator[str]:
    """The address of the Explore page of the small report."""
    with serve(built.out) as address:
        yield f"{address}/explore.html"


def shown(page: Page) -> list[str]:
    """The sessions that can be seen."""
    names = {title: name for name, title in TITLES.items()}
    return [names[title] for title in filters.shown(page)]


def test_everything_is_shown_without_javascript(browser: Browser, small: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{small}?track=storage")
        assert shown(page) == ALL
        assert page.locator("form.conf-filter").count() == 0


def test_everything_is_shown_at_first(page: Page, small: str) -> None:
    page.goto(small)
    assert shown(page) == ALL
    expect(page.get_by_role("status")).to_have_text("5 of 5 sessions")
    assert page.url == small


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"track": "storage"}, ["lessons", "lightning"]),
        ({"format": "keynote"}, ["one"]),
        ({"format": "lightning-talk"}, ["lightning"]),
        ({"project": "kubernetes"}, ["one", "lessons"]),
        ({"relation": "subject"}, ["one", "lessons"]),
        ({"relation": "mentioned"}, ["one"]),
        ({"speaker": "ann-example"}, ["one", "two"]),
        ({"speaker": "bob-etienne"}, ["one"]),
        ({"q": "the"}, ["one", "two", "closing"]),
        ({"q": "DAY second"}, ["two"]),
        # This relation to this project, not each of them to any.
        ({"project": "falco", "relation": "subject"}, ["one"]),
        ({"project": "kubernetes", "relation": "subject"}, []),
        ({"track": "security", "speaker": "ann-example", "project": "falco", "q": "day"}, ["one", "two"]),
        ({"track": "storage", "speaker": "ann-example"}, []),
    ],
    ids=str,
)
def test_filter(page: Page, small: str, chosen: dict[str, str], expected: list[str]) -> None:
    """A choice by hand, and the same choice from the address that it has made."""
    page.goto(small)
    for name, value in chosen.items():
        if name == "q":
            page.get_by_label("Words in the title").fill(value)
        else:
            page.locator(f"select[name={name}]").evaluate(
                "(select, value) => { select.value = value; select.dispatchEvent(new Event('input', {bubbles: true})); }",
                value,
            )
    for _ in range(2):
        assert shown(page) == expected
        assert page.get_by_role("status").inner_text() == f"{len(expected)} of 5 sessions"
        assert query(page) == chosen
        for name, value in chosen.items():
            assert page.locator(f"[name={name}]").input_value() == value
        page.goto(page.url)


def test_each_option_counts_what_it_would_leave(page: Page, small: str) -> None:
    page.goto(small)
    assert options(page, "track") == {"": "Any", "security": "Security (3)", "storage": "Storage (2)"}
    assert options(page, "format") == {
        "": "Any",
        "breakout": "Breakout (1)",
        "keynote": "Keynote (1)",
        "lightning-talk": "Lightning talk (1)",
        "maintainer": "Maintainer session (1)",
    }
    page.get_by_label("Project").select_option("kubernetes")
    assert options(page, "track") == {"": "Any", "security": "Security (1)", "storage": "Storage (1)"}
    assert options(page, "relation") == {
        "": "Any",
        "background": "Background (1)",
        "in-production": "In production (1)",
    }
    assert options(page, "speaker") == {
        "": "Any",
        "ann-example": "Ann Example (1)",
        "bob-etienne": "Bob Étienne (1)",
        "carol-example": "Carol Example (1)",
    }
    page.get_by_label("Relation").select_option("in-production")
    assert options(page, "project") == {"": "Any", "kubernetes": "Kubernetes (1)"}
    assert options(page, "track") == {"": "Any", "storage": "Storage (1)"}
    page.get_by_label("Words in the title").fill("nothing like it")
    assert options(page, "track") == {"": "Any"}
    assert options(page, "project") == {"": "Any", "kubernetes": "Kubernetes (0)"}  # it is chosen, so it stays


def test_what_is_unknown_leaves_the_address(page: Page, small: str) -> None:
    page.goto(f"{small}?track=nowhere&format=keynote&relation=constructor&q=+&other=kept#explore")
    assert page.url == f"{small}?format=keynote&other=kept#explore"
    assert page.locator("select[name=track] option:checked").inner_text() == "Any"
    assert shown(page) == ["one"]


def test_text_of_the_address_stays_text(page: Page, small: str) -> None:
    words = '<img src=x onerror=console.error(1)> & "100%" + #1'
    page.goto(small)
    page.get_by_label("Words in the title").fill(words)
    page.reload()
    assert page.get_by_label("Words in the title").input_value() == words
    assert query(page) == {"q": words}
    assert page.locator("main img, .body img").count() == 0


def test_back_and_forward(page: Page, small: str) -> None:
    page.goto(small)
    page.get_by_label("Track").select_option("storage")
    page.goto(f"{small}?track=security")
    assert shown(page) == ["one", "two", "closing"]
    page.evaluate("location.hash = 'explore'")  # an entry of its own in the history of the same page
    page.get_by_label("Speaker").select_option("bob-etienne")
    assert shown(page) == ["one"]
    page.go_back()
    assert page.url == f"{small}?track=security"
    assert shown(page) == ["one", "two", "closing"]
    assert page.get_by_label("Speaker").input_value() == ""
    page.go_forward()
    assert shown(page) == ["one"]
    assert query(page) == {"track": "security", "speaker": "bob-etienne"}
    page.go_back()
    page.go_back()
    assert shown(page) == ["lessons", "lightning"]
    assert page.get_by_label("Track").input_value() == "storage"


def test_a_choice_makes_no_entry_in_the_history(page: Page, small: str) -> None:
    page.goto(small)
    before = page.evaluate("history.length")
    page.get_by_label("Track").select_option("storage")
    page.get_by_label("Words in the title").press_sequentially("five")
    assert shown(page) == ["lightning"]
    assert page.evaluate("history.length") == before


def test_reset(page: Page, small: str) -> None:
    page.goto(f"{small}?track=security&format=keynote&project=falco&relation=subject&speaker=ann-example&q=first")
    assert shown(page) == ["one"]
    page.get_by_role("button", name="Reset").click()
    assert shown(page) == ALL
    assert page.url == small
    assert options(page, "track") == {"": "Any", "security": "Security (3)", "storage": "Storage (2)"}


def test_every_control_has_a_name_and_changes_are_announced(page: Page, small: str) -> None:
    page.goto(small)
    form = page.get_by_role("search", name="Filter the sessions")
    for name in ("Track", "Format", "Project", "Relation", "Speaker"):
        expect(form.get_by_role("combobox", name=name, exact=True)).to_have_count(1)
    expect(form.get_by_role("searchbox", name="Words in the title")).to_have_count(1)
    expect(form.get_by_role("status")).to_have_count(1)  # polite by its role


def test_it_works_from_a_folder(page: Page, built: Built) -> None:
    address = (built.out / "explore.html").as_uri()
    page.goto(f"{address}?track=storage")
    assert shown(page) == ["lessons", "lightning"]
    page.get_by_label("Format").select_option("maintainer")
    assert page.url == f"{address}?track=storage&format=maintainer"
    assert shown(page) == ["lessons"]


def test_two_tables_share_one_form(page: Page, site: Site) -> None:
    table = "```{{session-list}}\n:track: {}\n:as: explore\n```\n"
    site.write("explore.md", f"# Explore\n\n{table.format('security')}\n{table.format('storage')}")
    with serve(site.build().out) as address:
        page.goto(f"{address}/explore.html?project=kubernetes")
        assert page.locator("form.conf-filter").count() == 1
        assert shown(page) == ["one", "lessons"]
        assert page.get_by_role("status").inner_text() == "2 of 5 sessions"


def test_the_site_may_replace_the_script(site: Site) -> None:
    site.write("own/explore.js", "// my own\n")
    assert site.build(html_static_path=["own"]).read("_static/explore.js") == "// my own\n"


def test_titles_stay_text(page: Page, site: Site) -> None:
    site.write("explore.md", "# Explore\n\n```{session-list}\n:as: explore\n```\n")
    site.edit("projects/falco.md", "# Falco", r"# \<img src=x\> {count} \&amp;")
    with serve(site.build().out) as address:
        page.goto(f"{address}/explore.html?project=falco")
        assert options(page, "project")["falco"] == "<img src=x> {count} &amp; (2)"
        assert page.locator("table.conf-explore img, form img").count() == 0
