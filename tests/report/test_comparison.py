"""The comparison of tracks: one CSV file, from which chart, table and prose must not depart."""

from __future__ import annotations

import csv
import importlib.util
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import REPOSITORY, RealSite

PAGE = REPOSITORY / "tracks" / "comparison.md"
DIAGRAMS = REPOSITORY / "diagrams"
CHARTS = sorted(DIAGRAMS.glob("tracks-per-edition-*.svg"))
HEADER, *ROWS = csv.reader((REPOSITORY / "tracks" / "comparison.csv").read_text("utf-8").splitlines())
NOT_FROM_PROPOSALS = ("Maintainer Track", "ContribFest", "Lightning Talks")


def counts(track: str) -> list[str]:
    return next(cells for name, *cells in ROWS if name == track)


def sums() -> list[int]:
    """The sessions of each edition that came from proposals."""
    rows = [cells for name, *cells in ROWS if name not in NOT_FROM_PROPOSALS]
    return [sum(int(cell or 0) for cell in column) for column in zip(*rows, strict=True)]


def test_every_row_has_a_name_of_its_own_and_numbers() -> None:
    assert HEADER == ["Track", "NA 2021 Los Angeles", "EU 2022 Valencia", "NA 2022 Detroit"]
    names = [name for name, *_ in ROWS]
    assert len(set(names)) == len(names) > 20
    for name, *cells in ROWS:
        assert name
        assert len(cells) == 3
        assert any(cells)
        assert all(re.fullmatch(r"([1-9][0-9]*)?", cell) for cell in cells), name


def test_the_largest_tracks_of_the_last_edition_come_first() -> None:
    last = [int(row[3] or 0) for row in ROWS]
    assert last == sorted(last, reverse=True)


def marks(chart: Path) -> list[Tag]:
    return BeautifulSoup(chart.read_text("utf-8"), "html.parser").select("svg > rect, svg > text")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.stem)
def test_chart_says_what_the_table_says(chart: Path) -> None:
    texts = [text.get_text() for text in marks(chart) if text.name == "text"]
    cities = [edition.split(" ", 2)[2] for edition in HEADER[1:]]
    expected = []
    for name, *cells in ROWS:
        expected.append(name)
        for city, cell in zip(cities, cells, strict=True):
            expected += [city, cell] if cell else []
    assert texts[-len(expected) :] == expected
    assert set(HEADER[1:]) <= set(texts)
    own = "失われたレポート自身の図ではない" if chart.stem.endswith(".ja") else "Not the report's own figure"
    assert own in " ".join(texts)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.stem)
def test_bars_are_as_long_as_their_numbers(chart: Path) -> None:
    bars = [
        (float(mark["width"]), int(after.get_text()))
        for mark, after in pairwise(marks(chart))
        if mark.name == "rect" and after.get_text().isdigit()
    ]
    assert len(bars) == sum(bool(cell) for row in ROWS for cell in row[1:])
    longest, most = max(bars)
    assert all(abs(length - count * longest / most) < 0.2 for length, count in bars)


def test_charts_are_what_the_script_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("charts", DIAGRAMS / "charts.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "charts", script)
    spec.loader.exec_module(script)
    drawn = script.charts()
    assert len(CHARTS) == 6
    stale = [name for name, content in drawn.items() if (DIAGRAMS / name).read_bytes() != content]
    assert stale == [], "run `make charts`"
    assert all(len(content) < 60_000 for content in drawn.values())


def test_prose_quotes_the_table() -> None:
    text = PAGE.read_text("utf-8")
    assert "from {} sessions to {} and to {}".format(*counts("Maintainer Track")) in text
    assert "{} sessions, then {}, then {}".format(*counts("Application + Development (+ Delivery)")) in text
    assert "from {} to {} and to {}".format(*counts("Security + Identity + Policy")) in text
    assert "had {}, {} and {} sessions".format(*counts("Customizing + Extending Kubernetes")) in text
    assert "`networking` {}, {} and {}".format(*counts("Networking")) in text
    for track, link in (
        ("Multi-tenancy", "{track}`multi-tenancy`"),
        ("ContribFest", "ContribFest"),
        ("Open Interfaces + Interoperability", "{track}`open-interfaces-interoperability`"),
    ):
        assert f"{link} with {counts(track)[2]}" in text


def test_totals_are_the_sums_of_the_table() -> None:
    angeles, valencia, detroit = sums()
    text = PAGE.read_text("utf-8")
    assert (angeles, valencia, detroit) == (133, 144, 156)
    assert f"Los Angeles add up to {angeles}" in text
    rows = {
        name: [int(number) for number in numbers.split(" | ")]
        for name, numbers in re.findall(r"^\| (\w[\w ]*) \| (\d[\d |]*\d) \|$", text, re.MULTILINE)
    }
    _, maintainers_valencia, maintainers_detroit = map(int, counts("Maintainer Track"))
    assert rows["Maintainer"][1::2] == [maintainers_valencia, maintainers_detroit]
    assert rows["Other"][1::2] == [valencia, detroit]
    assert rows["Together"] == [sum(pair) for pair in zip(rows["Maintainer"], rows["Other"], strict=True)]
    assert f"and {rows['Other'][2] - detroit} other talks" in text
    assert f"would make {detroit + int(counts('Lightning Talks')[2]) + int(counts('ContribFest')[2])}" in text


def test_page_shows_table_and_charts(real: RealSite) -> None:
    page = BeautifulSoup((real.build("html") / "tracks" / "comparison.html").read_text("utf-8"), "html.parser")
    body = page.select("article table")[0].select("tr")
    assert [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in body] == [HEADER, *ROWS]
    light, dark = page.select("article img[src*=tracks-per-edition]")
    assert (light["class"], dark["class"]) == (["only-light"], ["only-dark"])
    numbers = counts("Maintainer Track")
    assert light["alt"] == dark["alt"]
    assert "from {} to {} and {}".format(*numbers) in str(light["alt"])


@pytest.mark.parametrize(
    ("builder", "file", "picture"),
    [
        ("epub", "tracks/comparison.xhtml", "tracks-per-edition-print.svg"),
        ("latex", "kubecon-na-2022-report.tex", "{tracks-per-edition-print}.pdf"),
        ("text", "tracks/comparison.txt", "[image: Bar chart"),
        ("man", "kubecon-na-2022-report.7", "[image: Bar chart"),
    ],
)
def test_other_formats_show_one_chart(real: RealSite, builder: str, file: str, picture: str) -> None:
    text = (real.build(builder) / file).read_text("utf-8")
    assert text.count(picture) == 1
    assert not re.search("tracks-per-edition-(light|dark)", text)
