"""What the charts share: a font, the colours of ink, and files that are the same on every machine.

Text in an SVG stays text: it is small, and where the reader does not have our font, it takes one of the reader's. A PDF
bears the shapes of its letters.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont

FONT = "Noto Sans CJK JP"  # has Latin and Japanese letters; on Debian and Ubuntu in fonts-noto-cjk
PIXEL = 72 / 96  # in points, the unit of Matplotlib


class Ink(NamedTuple):
    """Colours as ``#rrggbb``: of the paper, of text, of text that matters less, and of lines behind a chart."""

    paper: str
    text: str
    quiet: str
    grid: str


INKS = {
    "light": Ink("#ffffff", "#1a1c1e", "#5a5c63", "#d0d3d8"),
    "dark": Ink("#131416", "#e6e8ea", "#a4a8b0", "#3a3d42"),
}

findfont(FONT, fallback_to_default=False)  # an error where it is not installed: letters would be missing
mpl.rcParams.update(
    {
        "font.family": ["sans-serif"],
        "font.sans-serif": [FONT, "Helvetica Neue", "Arial", "Hiragino Sans", "Yu Gothic"],
        "font.size": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "charts",
    }
)


def save(figure: Figure, file: Path, title: str, paper: str = "none") -> None:
    """Write a figure as SVG or PDF, by the ending of the file, without date and program.

    Matplotlib gives an SVG metadata, and a document type, which a book must not have (EPUB 3.3, section 3.9).
    """
    nothing = {"Date", "Creator"} if file.suffix == ".svg" else {"CreationDate", "Creator", "Producer"}
    figure.savefig(file, facecolor=paper, metadata={"Title": title, **dict.fromkeys(nothing)})
    if file.suffix == ".svg":
        file.write_text(
            re.sub(r"<!DOCTYPE[^>]*>\n| *<metadata>.*?</metadata>\n", "", file.read_text("utf-8"), flags=re.DOTALL),
            "utf-8",
        )
