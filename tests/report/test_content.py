"""The report's own records are complete and agree with each other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from confreport import frontmatter, records
from conftest import RECORDS, REPOSITORY, RealSite

SESSIONS = [path for path in RECORDS if path.parent.name == "sessions"]
PROJECTS = [path for path in RECORDS if path.parent.name == "projects"]


def page_id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def fields(path: Path) -> dict[str, object]:
    found = frontmatter.read(path.read_text("utf-8")).fields
    return found[records.FOLDERS[path.parent.name]]  # type: ignore[no-any-return]


@cache
def main(real: RealSite, docname: str) -> BeautifulSoup:
    page = BeautifulSoup((real.build("html") / f"{docname}.html").read_text("utf-8"), "html.parser")
    return page.select_one("article")  # type: ignore[return-value]


def prose(path: Path) -> str:
    """The page's text without impressions and corrections."""
    return re.sub(
        r"^:::\{(?:impression|correction)\}.*?^:::$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )


@pytest.mark.parametrize("path", SESSIONS, ids=page_id)
def test_every_related_project_is_in_the_plain_prose(path: Path) -> None:
    for project in fields(path).get("projects", {}):  # type: ignore[attr-defined]
        assert re.search(rf"\{{project\}}`(?:[^`]*<)?{project}>?`", prose(path)), project


@pytest.mark.parametrize("path", PROJECTS, ids=page_id)
def test_every_project_is_mentioned_by_somebody(path: Path, real: RealSite) -> None:
    quotes = main(real, page_id(path)).select(".conf-quotes > li")
    assert quotes
    assert all(len(quote.select("p")) == 2 for quote in quotes)


@pytest.mark.parametrize("path", PROJECTS, ids=page_id)
def test_every_project_has_its_state_then_and_now(path: Path) -> None:
    maturity = fields(path)["maturity"]
    assert {"then", "now", "as-of"} <= set(maturity)  # type: ignore[call-overload]
    assert (maturity["now"] == "subproject") == ("part-of" in maturity)  # type: ignore[index, operator]


@pytest.mark.parametrize("path", SESSIONS, ids=page_id)
def test_every_session_shows_its_card(path: Path, real: RealSite) -> None:
    assert main(real, page_id(path)).select_one(".conf-session-card .conf-row-track a")


def test_relations_that_the_report_turns_on(real: RealSite) -> None:
    def relations(project: str) -> list[tuple[str, list[str]]]:
        groups = main(real, f"projects/{project}").select("dl.conf-mentions > dt")
        return [
            (
                group.get_text(),
                [title.get_text() for title in group.find_next_sibling("dd").select("li > p:first-child")],
            )  # type: ignore[union-attr]
            for group in groups
        ]

    assert relations("kiali") == [
        ("Vulnerable example", ["The Insider Threat: Third-Party Applications In Your Cluster"])
    ]
    assert relations("longhorn")[0][0] == "Vulnerable example"
    assert relations("hadoop-yarn")[0][0] == "Migrated from"
    assert relations("volcano")[0][0] == "In production"
    assert relations("openssf-scorecard") == [
        (
            "Recommended",
            [
                "Pwning the CI (with GitHub Action Workflows)",
                "The Insider Threat: Third-Party Applications In Your Cluster",
            ],
        )
    ]
    sentences = [
        quote.select("p")[1].get_text()
        for quote in main(real, "projects/openssf-scorecard").select(".conf-quotes > li")
    ]
    assert all("recommended OpenSSF Scorecard" in sentence for sentence in sentences)


@pytest.mark.parametrize("docname", ["sessions/insider-threat", "corrections"])
def test_the_leaked_key_is_corrected(real: RealSite, docname: str) -> None:
    assert "came from the log of Rancher Fleet" in main(real, docname).get_text()


def test_every_correction_is_collected(real: RealSite) -> None:
    written = sum(path.read_text("utf-8").count(":::{correction}") for path in RECORDS)
    assert len(main(real, "corrections").select("ul.conf-corrections > li")) == written > 0


def test_every_external_address_is_well_formed() -> None:
    for path in [*RECORDS, *REPOSITORY.glob("*.md")]:
        for address in re.findall(r"\]\((http[^)]*)\)", path.read_text("utf-8")):
            assert records.parse("session", {"video": address})[1] == [], f"{path}: {address}"


def test_the_reporter_is_credited(real: RealSite) -> None:
    front = (real.build("html") / "index.html").read_text("utf-8")
    assert (
        BeautifulSoup(front, "html.parser").select_one('meta[name="author"]')["content"]
        == "岩本 俊弘 (Toshihiro Iwamoto)"
    )  # type: ignore[index]
    assert "岩本 俊弘 (Toshihiro Iwamoto)" in main(real, "index").get_text()
