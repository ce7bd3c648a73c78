"""The report's data, feeds, cards and heads."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from browser import quiet_page, serve
from bs4 import BeautifulSoup
from conftest import PUBLISHED_AT, RECORDS, REPOSITORY, Built, RealSite
from formats import KINDS, by_id, check_data, check_feeds, errors, linked_data
from playwright.sync_api import Browser


def test_the_real_report_holds_everything(real: RealSite) -> None:
    out = real.build("html")
    report = check_data(Built(out, [], set()))
    documented = {"sessions": {}, "tracks": {}, "projects": {}}
    for path in RECORDS:
        documented[path.parent.name][path.stem] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    for kind, pages in documented.items():
        assert by_id(report, kind).keys() == pages.keys()
        assert all(one["record"] for one in report[kind])

    for id, page in documented["sessions"].items():
        fields, session = page["session"], by_id(report, "sessions")[id]
        assert session["track"] == fields["track"]
        given = {name: how for name, how in session["projects"].items() if how != "mentioned"}
        assert given == fields.get("projects", {})
        names = [who["name"] for who in fields["speakers"]] if fields.get("speakers", "none") != "none" else []
        assert [by_id(report, "speakers")[who]["title"] for who in session["speakers"] or ()] == names

    relations = {
        (project["id"], one["id"]): one["relation"]
        for project in report["projects"]
        for one in project["mentions"]
        if one["type"] == "session"
    }
    assert relations == {
        (project, session["id"]): how for session in report["sessions"] for project, how in session["projects"].items()
    }
    pages: dict[str, BeautifulSoup] = {}

    def page(url: str) -> BeautifulSoup:
        name = url.removeprefix(report["base_url"] or "").partition("#")[0]
        if name not in pages:
            pages[name] = BeautifulSoup((out / name).read_text("utf-8"), "html.parser")
        return pages[name]

    for kind in KINDS:
        for one in report[kind]:
            place = page(one["url"]).find(id=one["url"].partition("#")[2] or f"conf-{one['type']}-{one['id']}")
            assert place is not None, one["url"]
            assert one["title"] in place.get_text()
    mentions = [one for project in report["projects"] for one in project["mentions"]]
    for one in mentions:
        if one["sentence"] is None:
            assert one["relation"] != "mentioned"
        else:
            assert letters(one["sentence"]) in letters(page(one["url"]).get_text())
    assert len(report["corrections"]) == sum(path.read_text("utf-8").count("{correction}\n") for path in RECORDS)
    for one in report["corrections"]:
        shown = letters(page(one["url"]).find(id=one["url"].partition("#")[2]).get_text())
        assert all(letters(part) in shown for part in (one["report"], *one["evidence"], one["source"]))


def letters(text: str) -> str:
    """A text without white space and with straight quotes, as Sphinx makes others of them."""
    return "".join(text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}).split())


def test_the_real_feeds(published: Path) -> None:
    parsed = check_feeds(Built(published, [], set()))
    dated = {path.stem for path in (REPOSITORY / "sessions").glob("*.md") if "\n  date: " in path.read_text("utf-8")}
    assert {entry.id for entry in parsed["feed.xml"].entries} == {f"{PUBLISHED_AT}sessions/{id}.html" for id in dated}
    assert {f"feeds/{path.stem}.json" for path in (published / "data/projects").iterdir()} == {
        str(Path(name).with_suffix(".json")) for name in parsed if name != "feed.xml"
    }
    for feed in parsed.values():
        for entry in feed.entries:
            assert (published / entry.link.removeprefix(PUBLISHED_AT)).is_file()


# what is said


def test_everything_in_the_report_is_in_the_vocabulary(real: RealSite) -> None:
    out = real.build("html")
    built = Built(out, [], set())
    seen = set()
    for path in [out / "index.html", *out.glob("sessions/*.html"), *out.glob("projects/*.html")]:
        page = path.relative_to(out).as_posix()
        if page != "projects/index.html":
            data = linked_data(built, page)
            seen.add(data["@type"])
            assert list(errors(data)) == [], page
    assert {"WebSite", "Event", "SoftwareSourceCode"} < seen


def test_every_record_of_the_report_is_described(real: RealSite) -> None:
    out = real.build("html")
    found = {}
    for path in [
        out / "index.html",
        *out.glob("sessions/*.html"),
        *out.glob("tracks/*.html"),
        *out.glob("projects/*.html"),
    ]:
        tree = real.trees("html")[path.relative_to(out).as_posix()]
        (author,) = tree.xpath("//meta[@name='author']/@content")
        assert "Iwamoto" in author
        found[path.name] = tree.xpath("//meta[@name='description']/@content")
    assert {name for name, said in found.items() if len(said) > 1} == set()
    assert len([said for said in found.values() if said]) > 0.9 * len(found)


CARDS = [f"{path.stem}.html" for path in RECORDS if path.parent.name != "tracks"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_fits_into_a_small_frame(browser: Browser, real: RealSite, scheme: str) -> None:
    size = "(({scrollWidth, scrollHeight}) => [scrollWidth, scrollHeight])(document.documentElement)"
    with serve(real.build("html")) as address, quiet_page(browser, color_scheme=scheme) as page:
        for name in CARDS:
            page.set_viewport_size({"width": 320, "height": 300})
            page.goto(f"{address}/embed/{name}")
            assert page.evaluate(size) == [320, 300], name
            page.set_viewport_size({"width": 240, "height": 300})
            assert page.evaluate(size)[0] == 240, name
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(255, 255, 255)") == (scheme == "light")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
