"""Draws how the cost of a build grows: ``growth-light.svg`` and ``growth-dark.svg``, and the same in Japanese."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

from matplotlib import ticker
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).parents[1] / "diagrams"))
from drawing import INKS, save

HERE = Path(__file__).parent

WORDS = {
    "en": {
        "title": "How the cost of a build grows",
        "clean": "Clean build: CPU seconds",
        "a title": "After one new title: CPU seconds",
        "sessions": "sessions",
        "ours": "this site",
        "bare": "bare Sphinx",
        "needs": "sphinx-needs",
        "furo": "stock furo",
    },
    "ja": {
        "title": "ビルドのコストの伸び方",
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
# The colours of the lines, with a contrast of at least 3 to 1 with the paper.
LINES = {
    "light": {"ours": "#12326e", "bare": "#5a6370", "needs": "#a04000", "furo": "#0a6b4e"},
    "dark": {"ours": "#9cc2ff", "bare": "#a4a8b0", "needs": "#ffb070", "furo": "#6fd3ae"},
}
NUMBERS = ticker.FuncFormatter(lambda value, _: f"{value:,g}")


def draw(stored: dict[str, Any], words: dict[str, str], style: str, file: Path) -> None:
    """Draw two panels, one for each kind of build, on logarithmic scales."""
    ink = INKS[style]
    figure = Figure(figsize=(5, 7.5), layout="constrained")
    sizes = sorted(map(int, stored))
    for axes, build in zip(figure.subplots(2), ("clean", "a title"), strict=True):
        for site, colour in LINES[style].items():
            points = {
                size: statistics.median(one["CPU s"] for one in builds)
                for size in sizes
                if (builds := stored[str(size)]["builds"].get(f"{site}: {build}"))
            }
            if points:
                label = words[site]
                axes.loglog([*points], [*points.values()], color=colour, marker=MARKS[site], label=label)
        axes.set_title(words[build], loc="left", color=ink.text)
        axes.set_xlabel(words["sessions"], color=ink.text)
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.xaxis.set_minor_locator(ticker.NullLocator())
        axes.yaxis.set_major_formatter(NUMBERS)
        axes.yaxis.set_minor_formatter(ticker.NullFormatter())
        axes.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        axes.tick_params(colors=ink.text, which="both")
        axes.grid(color=ink.grid)
        axes.set_facecolor("none")
        for spine in axes.spines.values():
            spine.set_color(ink.text)
        axes.legend(frameon=False, labelcolor=ink.text)
    save(figure, file, words["title"])


def draw_all(stored: dict[str, Any]) -> None:
    """Draw every picture."""
    for language, words in WORDS.items():
        for style in LINES:
            suffix = "" if language == "en" else f".{language}"
            draw(stored, words, style, HERE / f"growth-{style}{suffix}.svg")
