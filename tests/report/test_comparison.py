"""The comparison of tracks: one CSV file, from which chart, table and prose must not depart."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
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


class Chart:
    """What a chart shows, in the order in which the file has it: bars, cities, and tracks with their numbers."""

    def __init__(self, file: Path) -> None:
        svg = BeautifulSoup(file.read_bytes(), "xml").svg
        assert svg
        texts = svg.select("text")
        self.texts = [text.get_text() for text in texts]
        self.cities = [text for text in texts if text.get_text() in CITIES]
        self.others = [text for text in texts if text not in self.cities]
        paths = [path for path in svg.select("g[id^=axes] > g[id^=patch] > path") if path.get("clip-path")]
        self.bars = [[float(number) for number in re.findall(r"[\d.]+", str(path["d"]))] for path in paths]
        self.colours = [str(path["style"]).removeprefix("fill: ") for path in paths]
        legend = svg.select("g[id^=legend] > g[id^=patch] > path")
        self.legend = [str(path["style"]).removeprefix("fill: ") for path in legend]


CITIES = [edition.split(" ", 2)[2] for edition in HEADER[1:]]
COUNTS = [(edition, int(cell)) for _, *cells in ROWS for edition, cell in enumerate(cells) if cell]


@pytest.mark.parametrize("file", CHARTS, ids=lambda path: path.stem)
def test_chart_says_what_the_table_says(file: Path) -> None:
    chart = Chart(file)
    expected = [text for name, *cells in ROWS for text in (name, *filter(None, cells))]
    assert [text.get_text() for text in chart.others[: len(expected)]] == expected, "run `make charts`"
    assert [text.get_text() for text in chart.cities] == [CITIES[edition] for edition, _ in COUNTS]
    assert set(HEADER[1:]) <= set(chart.texts)
    own = "失われたレポート自身の図ではない" if file.stem.endswith(".ja") else "Not the report's own figure"
    assert own in " ".join(chart.texts)
    assert file.stat().st_size < 60_000


@pytest.mark.parametrize("file", CHARTS, ids=lambda path: path.stem)
def test_bars_are_as_long_as_their_numbers(file: Path) -> None:
    chart = Chart(file)
    numbers = [text for text in chart.others if text.get_text().isdigit()]
    longest = max(right - left for left, _, right, *_ in chart.bars)
    most = max(count for _, count in COUNTS)
    rows = zip(chart.bars, chart.colours, chart.cities, numbers, COUNTS, strict=True)
    for (left, top, right, _, _, bottom, *_), colour, city, number, (edition, count) in rows:
        assert abs((right - left) - count * longest / most) < 0.2
        assert colour == chart.legend[edition]
        assert top < float(city["y"]) < bottom and top < float(number["y"]) < bottom
        assert float(city["x"]) < left and right < float(number["x"])


def test_each_picture_is_there_in_both_languages() -> None:
    names = {path.name for path in DIAGRAMS.glob("tracks-per-edition-*")}
    files = ("light{}.svg", "dark{}.svg", "print{}.svg", "print{}.pdf")
    assert names == {f"tracks-per-edition-{file.format(language)}" for file in files for language in ("", ".ja")}


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
