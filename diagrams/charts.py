"""Draws the chart of sessions per track from ``tracks/comparison.csv``: ``make charts``.

The chart is tall and narrow for the screen, light and dark, and has two columns for paper and e-books. Each bar bears
its city and its number, so that colour only helps.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from drawing import INKS, PIXEL, Ink, save
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

HERE = Path(__file__).parent
SOURCE = HERE.parent / "tracks" / "comparison.csv"

# What is written above the bars, by the ending that Sphinx gives a picture in a language of its own.
TITLES = {"": "Sessions in each track", ".ja": "トラックごとのセッション数"}
NOTES = {
    "": ("Counted from a later scrape of the published", "schedules. Not the report's own figure, which is lost."),
    ".ja": ("公開された予定表を後から収集したデータで数えた。", "失われたレポート自身の図ではない。"),
}
# The colours of the editions, from the oldest.
BARS = {"light": ("#8a919c", "#4a7bc4", "#12326e"), "dark": ("#747b87", "#6c9fe6", "#dce8ff")}

# Lengths in pixels.
WIDTH = 360
MARGIN = 12
NAME, ROW, GAP = 18, 15, 9  # heights: the line above a group of bars, a bar's line, the space below the group
BASELINE = 12  # of that line, from its top
BAR = 11
BARS_FROM = 86
NUMBER = 24  # width that the number beside the longest bar needs
HEAD = 142  # height of title, note and legend


class Group(NamedTuple):
    """A track with its number of sessions in each edition; None where there is no track of this name."""

    track: str
    counts: tuple[int | None, ...]

    @property
    def height(self) -> int:
        """What the group takes on the page."""
        return NAME + ROW * sum(count is not None for count in self.counts) + GAP


def read(source: Path) -> tuple[list[str], list[Group]]:
    """The editions, such as ``NA 2022 Detroit``, and the tracks, both in the order of the CSV file."""
    with source.open(encoding="utf-8", newline="") as file:
        (_track, *editions), *rows = csv.reader(file)
    return editions, [Group(name, tuple(int(cell) if cell else None for cell in cells)) for name, *cells in rows]


def in_columns(groups: list[Group], columns: int) -> list[list[Group]]:
    """The groups in columns of about the same height."""
    share = sum(group.height for group in groups) / columns
    parts: list[list[Group]] = [[] for _ in range(columns)]
    top = 0
    for group in groups:
        parts[int(top / share)].append(group)
        top += group.height
    return parts


def draw_bars(axes: Axes, groups: list[Group], cities: list[str], ink: Ink, fills: tuple[str, ...]) -> None:
    """Draw groups of bars one below the other; the vertical axis is in pixels and goes down."""
    to_the_margin = (BARS_FROM - MARGIN) * PIXEL
    places: list[float] = []
    labels: list[str] = []
    top = 0
    for group in groups:
        axes.annotate(
            group.track,
            (0, top + BASELINE),
            (-to_the_margin, 0),
            textcoords="offset points",
            size=13 * PIXEL,
            color=ink.text,
        )
        bars = [bar for bar in zip(cities, group.counts, fills, strict=True) if bar[1] is not None]
        rows = [top + NAME + ROW * (row + 0.5) for row in range(len(bars))]
        drawn = axes.barh(rows, [count for _, count, _ in bars], height=BAR, color=[fill for *_, fill in bars])
        axes.bar_label(drawn, padding=4 * PIXEL, size=12 * PIXEL, color=ink.text)
        places += rows
        labels += [city for city, *_ in bars]
        top += group.height
    axes.set_yticks(places, labels, ha="left", size=11 * PIXEL, color=ink.quiet)
    axes.tick_params(length=0, pad=to_the_margin)
    axes.set_xticks([])
    axes.set_frame_on(False)


def draw(editions: list[str], groups: list[Group], style: str, language: str, columns: int = 1) -> Figure:
    """The chart, its groups of bars filling one column after the other."""
    ink, fills = INKS[style], BARS[style]
    cities = [edition.split(maxsplit=2)[2] for edition in editions]
    most = max(count for group in groups for count in group.counts if count is not None)
    parts = in_columns(groups, columns)
    body = max(sum(group.height for group in part) for part in parts)
    width, height = columns * WIDTH, HEAD + body

    figure = Figure(figsize=(width / 96, height / 96))
    left = MARGIN / width
    figure.text(left, 1 - 26 / height, TITLES[language], size=17 * PIXEL, weight="bold", color=ink.text)
    for line, text in enumerate(NOTES[language]):
        figure.text(left, 1 - (45 + 15 * line) / height, text, size=12 * PIXEL, color=ink.quiet)
    figure.legend(
        handles=[Patch(facecolor=fill, label=edition) for edition, fill in zip(editions, fills, strict=True)],
        loc="upper left",
        bbox_to_anchor=(left, 1 - 76 / height),
        fontsize=12 * PIXEL,
        labelcolor=ink.text,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=0.9,
        handleheight=0.9,
        handletextpad=0.6,
        labelspacing=0.35,
    )
    for number, part in enumerate(parts):
        bars_from, bars = (number * WIDTH + BARS_FROM) / width, (WIDTH - BARS_FROM - NUMBER - MARGIN) / width
        axes = figure.add_axes((bars_from, 0, bars, body / height), xlim=(0, most), ylim=(body, 0))
        draw_bars(axes, part, cities, ink, fills)
    return figure


def main() -> None:
    """Draw every file."""
    editions, groups = read(SOURCE)
    for language, title in TITLES.items():
        for style, ink in INKS.items():
            figure = draw(editions, groups, style, language)
            save(figure, HERE / f"tracks-per-edition-{style}{language}.svg", title, ink.paper)
        figure = draw(editions, groups, "light", language, columns=2)
        for ending in ("svg", "pdf"):
            save(figure, HERE / f"tracks-per-edition-print{language}.{ending}", title, INKS["light"].paper)


if __name__ == "__main__":
    main()
