"""Draws the chart of sessions per track from ``tracks/comparison.csv``: ``make charts``.

The chart is tall and narrow for the screen, light and dark, and has two columns for paper and e-books. Each bar bears
its city and its number, so that colour only helps. What is drawn depends on the CSV file and on nothing else.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
SOURCE = HERE.parent / "tracks" / "comparison.csv"

# What is written above the bars, by the ending that Sphinx gives a picture in a language of its own.
TITLES = {"": "Sessions in each track", ".ja": "トラックごとのセッション数"}
NOTES = {
    "": ("Counted from a later scrape of the published", "schedules. Not the report's own figure, which is lost."),
    ".ja": ("公開された予定表を後から収集したデータで数えた。", "失われたレポート自身の図ではない。"),
}
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

# Lengths in pixels on the screen and in points on paper.
WIDTH = 360
MARGIN = 12
NAME, ROW, GAP = 18, 15, 9  # heights: the line above a group of bars, a bar's line, the space below the group
BAR = 11
BARS_FROM = 86
NUMBER = 24  # width that the number beside the longest bar needs


class Palette(NamedTuple):
    """Colours as ``#rrggbb``; *bars* has one for each edition, from the oldest."""

    paper: str
    ink: str
    quiet: str
    bars: tuple[str, str, str]


LIGHT = Palette("#ffffff", "#1a1c1e", "#5a5c63", ("#8a919c", "#4a7bc4", "#12326e"))
DARK = Palette("#131416", "#e6e8ea", "#a4a8b0", ("#747b87", "#6c9fe6", "#dce8ff"))


class Group(NamedTuple):
    """A track with its number of sessions in each edition; None where there is no track of this name."""

    track: str
    counts: tuple[int | None, ...]

    @property
    def height(self) -> int:
        """What the group takes on the page."""
        return NAME + ROW * sum(count is not None for count in self.counts) + GAP


class Bar(NamedTuple):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str


class Text(NamedTuple):
    """A line of text.

    :param y: the baseline
    """

    x: float
    y: float
    size: float
    fill: str
    text: str
    bold: bool = False


class Drawing(NamedTuple):
    """Marks on a page whose origin is its top left corner."""

    title: str
    width: int
    height: int
    marks: list[Bar | Text]


def read(source: Path) -> tuple[list[str], list[Group]]:
    """The editions, such as ``NA 2022 Detroit``, and the tracks, both in the order of the CSV file."""
    with source.open(encoding="utf-8", newline="") as file:
        (_track, *editions), *rows = csv.reader(file)
    return editions, [Group(name, tuple(int(cell) if cell else None for cell in cells)) for name, *cells in rows]


def draw(
    editions: list[str], groups: list[Group], palette: Palette, title: str, note: Sequence[str], columns: int = 1
) -> Drawing:
    """The chart, its groups of bars filling one column after the other."""
    cities = [edition.split(maxsplit=2)[2] for edition in editions]
    most = max(count for group in groups for count in group.counts if count is not None)
    scale = (WIDTH - BARS_FROM - NUMBER - MARGIN) / most

    marks: list[Bar | Text] = [Text(MARGIN, 26, 17, palette.ink, title, bold=True)]
    marks += [Text(MARGIN, 45 + 15 * line, 12, palette.quiet, text) for line, text in enumerate(note)]
    for line, (edition, fill) in enumerate(zip(editions, palette.bars, strict=True)):
        y = 76 + 17 * line
        marks += [Bar(MARGIN, y, BAR, BAR, fill), Text(MARGIN + 18, y + 10, 12, palette.ink, edition)]
    top = 76 + 17 * len(editions) + 14

    column_height = sum(group.height for group in groups) / columns
    left, y, lowest = 0, top, top
    for group in groups:
        if y - top >= column_height:
            left, y = left + WIDTH, top
        marks.append(Text(left + MARGIN, y + 12, 13, palette.ink, group.track))
        y += NAME
        for city, count, fill in zip(cities, group.counts, palette.bars, strict=True):
            if count is None:
                continue
            end = round(left + BARS_FROM + count * scale, 1)
            marks += [
                Text(left + MARGIN, y + 10, 11, palette.quiet, city),
                Bar(left + BARS_FROM, y + 1, round(end - left - BARS_FROM, 1), BAR, fill),
                Text(round(end + 5, 1), y + 10.5, 12, palette.ink, str(count)),
            ]
            y += ROW
        y += GAP
        lowest = max(lowest, y)
    paper = Bar(0, 0, columns * WIDTH, lowest, palette.paper)
    return Drawing(title, columns * WIDTH, lowest, [paper, *marks])


def svg(drawing: Drawing) -> bytes:
    """The drawing as SVG, in which text stays text and takes the reader's own font."""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}"'
        f' viewBox="0 0 {drawing.width} {drawing.height}" font-family="{FONT}" role="img">',
        f"<title>{escape(drawing.title)}</title>",
    ]
    for mark in drawing.marks:
        if isinstance(mark, Bar):
            shape = f'x="{mark.x}" y="{mark.y}" width="{mark.width}" height="{mark.height}"'
            lines.append(f'<rect {shape} fill="{mark.fill}"/>')
        else:
            weight = ' font-weight="600"' if mark.bold else ""
            place = f'x="{mark.x}" y="{mark.y}" font-size="{mark.size}"{weight}'
            lines.append(f'<text {place} fill="{mark.fill}">{escape(mark.text)}</text>')
    return "\n".join([*lines, "</svg>", ""]).encode()


def pdf(drawing: Drawing) -> bytes:
    """The drawing as a PDF of one page, in Helvetica, which every reader has; what it cannot write is left out."""
    marks = []
    for mark in drawing.marks:
        colour = " ".join(f"{channel / 255:.3f}" for channel in bytes.fromhex(mark.fill[1:]))
        if isinstance(mark, Bar):
            bottom = drawing.height - mark.y - mark.height
            marks.append(f"{colour} rg {mark.x} {bottom} {mark.width} {mark.height} re f")
        else:
            text = mark.text.encode("cp1252", "ignore").decode("cp1252")
            text = text.translate({ord(special): f"\\{special}" for special in "\\()"})
            font = "/B" if mark.bold else "/R"
            y = drawing.height - mark.y
            marks.append(f"BT {colour} rg {font} {mark.size} Tf {mark.x} {y} Td ({text}) Tj ET")
    content = "\n".join(marks)
    font = "<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {drawing.width} {drawing.height}] /Contents 4 0 R"
        " /Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>",
        f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream",
        f"{font} /Helvetica >>",
        f"{font} /Helvetica-Bold >>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return file + f"{end}startxref\n{len(file)}\n%%EOF\n".encode("cp1252")


def charts(source: Path = SOURCE) -> dict[str, bytes]:
    """Every file by its name in this folder."""
    editions, groups = read(source)
    files = {}
    for language, title in TITLES.items():
        note = NOTES[language]
        on_paper = draw(editions, groups, LIGHT, title, note, columns=2)
        files |= {
            f"tracks-per-edition-light{language}.svg": svg(draw(editions, groups, LIGHT, title, note)),
            f"tracks-per-edition-dark{language}.svg": svg(draw(editions, groups, DARK, title, note)),
            f"tracks-per-edition-print{language}.svg": svg(on_paper),
            f"tracks-per-edition-print{language}.pdf": pdf(on_paper),
        }
    return files


if __name__ == "__main__":
    for name, content in charts().items():
        (HERE / name).write_bytes(content)
