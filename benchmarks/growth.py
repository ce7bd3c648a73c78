"""Draws how the cost of a build grows: ``growth-light.svg`` and ``growth-dark.svg``, and the same in Japanese."""

from __future__ import annotations

import statistics
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib import ticker
from matplotlib.figure import Figure

HERE = Path(__file__).parent

WORDS = {
    "en": {
        "clean": "Clean build: CPU seconds",
        "a title": "After one new title: CPU seconds",
        "sessions": "sessions",
        "ours": "this site",
        "bare": "bare Sphinx",
        "needs": "sphinx-needs",
        "furo": "stock furo",
    },
    "ja": {
        "clean": "クリーンビルド：CPU 秒",
        "a title": "タイトルを 1 つ変えた後のビルド：CPU 秒",
        "sessions": "セッション数",
        "ours": "このサイト",
        "bare": "素の Sphinx",
        "needs": "sphinx-needs",
        "furo": "標準の furo",
    },
}
MARKS = {"ours": "o", "bare": "s", "needs": "^", "furo": "D"}


class Palette(NamedTuple):
    """Colours as ``#rrggbb``; those of *lines* have a contrast of at least 3 to 1 with the paper."""

    ink: str
    grid: str
    lines: dict[str, str]


PALETTES = {
    "light": Palette(
        "#1a1c1e", "#d0d3d8", {"ours": "#12326e", "bare": "#5a6370", "needs": "#a04000", "furo": "#0a6b4e"}
    ),
    "dark": Palette(
        "#e6e8ea", "#3a3d42", {"ours": "#9cc2ff", "bare": "#a4a8b0", "needs": "#ffb070", "furo": "#6fd3ae"}
    ),
}
NUMBERS = ticker.FuncFormatter(lambda value, _: f"{value:,g}")
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "growth",
    "font.family": ["sans-serif"],
    "font.size": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(stored: dict[str, Any], words: dict[str, str], palette: Palette, file: Path) -> None:
    """Draw two panels, one for each kind of build, on logarithmic scales."""
    figure = Figure(figsize=(5, 7.5), layout="constrained")
    sizes = sorted(map(int, stored))
    for axes, build in zip(figure.subplots(2), ("clean", "a title"), strict=True):
        for site, colour in palette.lines.items():
            points = {
                size: statistics.median(one["CPU s"] for one in builds)
                for size in sizes
                if (builds := stored[str(size)]["builds"].get(f"{site}: {build}"))
            }
            if points:
                label = words[site]
                axes.loglog([*points], [*points.values()], color=colour, marker=MARKS[site], label=label)
        axes.set_title(words[build], loc="left", color=palette.ink)
        axes.set_xlabel(words["sessions"], color=palette.ink)
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.xaxis.set_minor_locator(ticker.NullLocator())
        axes.yaxis.set_major_formatter(NUMBERS)
        axes.yaxis.set_minor_formatter(ticker.NullFormatter())
        axes.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        axes.tick_params(colors=palette.ink, which="both")
        axes.grid(color=palette.grid)
        axes.set_facecolor("none")
        for spine in axes.spines.values():
            spine.set_color(palette.ink)
        axes.legend(frameon=False, labelcolor=palette.ink)
    figure.savefig(file, transparent=True, metadata={"Date": None, "Creator": None})


def draw_all(stored: dict[str, Any]) -> None:
    """Draw every picture."""
    mpl.rcParams.update(STYLE)
    # The letters are the reader's own; here only their widths are looked up, and a font may lack some.
    warnings.filterwarnings("ignore", "Glyph", module=__name__)
    for language, words in WORDS.items():
        for name, palette in PALETTES.items():
            suffix = "" if language == "en" else f".{language}"
            draw(stored, words, palette, HERE / f"growth-{name}{suffix}.svg")
