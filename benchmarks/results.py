"""Writes ``results.md`` from ``results.json`` and draws the charts: what the guide shows."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from growth import draw_all

HERE = Path(__file__).parent
Builds = dict[str, list[dict[str, float]]]

SITES = {"ours": "this site", "bare": "bare Sphinx", "needs": "sphinx-needs", "furo": "stock furo"}
BUILDS = ("clean", "no edit", "a title", "a mention", "a new session")


def ratio(what: str, figure: str, over: str = "bare", site: str = "ours") -> Callable[[Builds], str]:
    """One site's figure divided by another's: the median, and the spread where there were several pairs of builds."""

    def cell(builds: Builds) -> str:
        if f"{site}: {what}" not in builds:
            return ""
        pairs = zip(builds[f"{site}: {what}"], builds[f"{over}: {what}"], strict=True)
        found = sorted(one[figure] / other[figure] for one, other in pairs)
        spread = f" ({found[0]:.2f}–{found[-1]:.2f})" if len(found) > 1 else ""
        return f"{statistics.median(found):.2f}{spread}"

    return cell


def median(
    what: str, figure: str, site: str = "ours", each: Callable[[float], str] = "{:,.0f}".format
) -> Callable[[Builds], str]:
    """A figure of one site."""

    def cell(builds: Builds) -> str:
        found = [one[figure] for one in builds.get(f"{site}: {what}", ())]
        return each(statistics.median(found)) if found else ""

    return cell


def speed_up(site: str) -> Callable[[Builds], str]:
    """How much sooner a clean build ends with two processes."""

    def cell(builds: Builds) -> str:
        pairs = zip(builds[f"{site}: clean"], builds.get(f"{site}: clean, -j 2", ()), strict=False)
        found = [one["wall s"] / two["wall s"] for one, two in pairs]
        return f"{statistics.median(found):.2f}" if found else ""

    return cell


ROWS: dict[str, Callable[[Builds], str]] = {
    "Clean builds": lambda builds: str(len(builds["ours: clean"])),
    "Builds after each edit": lambda builds: str(len(builds["ours: a title"])),
    **{f"CPU, {what}: ratio to bare Sphinx": ratio(what, "CPU s") for what in BUILDS},
    "CPU, clean, sphinx-needs: ratio to bare Sphinx": ratio("clean", "CPU s", site="needs"),
    "CPU, clean, stock furo: ratio to bare Sphinx": ratio("clean", "CPU s", site="furo"),
    "Peak memory, clean: ratio to bare Sphinx": ratio("clean", "peak MB"),
    "Peak memory, clean with `-j 2`: ratio to bare Sphinx": ratio("clean, -j 2", "peak MB"),
    **{f"CPU, clean, {name}: seconds": median("clean", "CPU s", site) for site, name in SITES.items()},
    **{f"Pages written, {what}": median(what, "pages") for what in BUILDS},
    "Clean build with `-j 2`: times as fast": speed_up("ours"),
    "Clean build with `-j 2`, bare Sphinx: times as fast": speed_up("bare"),
    "A session page: kB": median("clean", "session page kB"),
    "The largest page: kB": median("clean", "largest page kB"),
}

CONDITIONS = ("Date", "Processor", "Cores", "Python")


def conditions(measured: dict[str, Any]) -> tuple[str, ...]:
    """When and where the figures of one size were measured; a cell has words or figures, since words are translated."""
    processor, cores, python = measured["machine"].split(", ")
    return measured["date"], processor, cores.removesuffix(" cores"), python.removeprefix("Python ")


def lines(stored: dict[str, Any]) -> Iterator[str]:
    """The page, line by line."""
    sizes = sorted(stored, key=int)
    builds: dict[str, Builds] = {size: stored[size]["builds"] for size in sizes}
    yield f"| Sessions | {' | '.join(f'{int(size):,}' for size in sizes)} |"
    yield f"| --- |{' ---: |' * len(sizes)}"
    for name, cell in ROWS.items():
        yield f"| {name} | {' | '.join(cell(builds[size]) for size in sizes)} |"
    for name, cells in zip(CONDITIONS, zip(*(conditions(stored[size]) for size in sizes), strict=True), strict=True):
        yield f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    results = json.loads((HERE / "results.json").read_text("utf-8"))
    (HERE / "results.md").write_text("\n".join(lines(results)) + "\n", "utf-8")
    draw_all(results)
