"""Measures what a build costs beside bare Sphinx, stock furo and sphinx-needs, on the same prose in one run.

Every build is a process of its own. The sites are built in turn, several times; what counts is the ratio to the build
of the bare site that came next. Standard output has the table, ``--json`` the figures behind it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from sites import Kind, Site

Figures = dict[str, float]
Measured = dict[tuple[Kind, str], list[Figures]]

# Above these sizes a clean build of the others takes more minutes than anybody waits.
LARGEST: dict[Kind, int] = {"furo": 200, "needs": 1000}
PAIR: tuple[Kind, ...] = ("ours", "bare")
ROUNDS = 3  # of edits after each clean build
EDITS: dict[str, Callable[[Site], None]] = {
    "no edit": lambda site: None,
    "a title": Site.edit_title,
    "a mention": Site.add_mention,
    "a new session": Site.add_session,
}
UNITS = ("CPU s", "wall s", "peak MB", "written MB", "pages")


def build(source: Path, jobs: int = 1) -> Figures:
    """Build as often as is called for: what the processes used, and what they wrote.

    :returns: CPU seconds of all processes, seconds on the clock, peak resident memory of the largest process in MB,
        MB of written files and the number of written pages
    """
    out, started, clock = source / "_build", time.time_ns(), time.perf_counter()
    command = [sys.executable, "-m", "sphinx", "-q", "-j", str(jobs), "-d", str(source / "_doctrees")]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([*command, str(source), str(out)], stderr=subprocess.PIPE, env=environment)
    assert process.stderr
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status or errors:
        raise SystemExit(f"the build of {source} failed:\n{errors}")
    wall = time.perf_counter() - clock
    new = [path for path in out.rglob("*") if path.is_file() and path.stat().st_mtime_ns >= started]
    return {
        "CPU s": usage.ru_utime + usage.ru_stime,
        "wall s": wall,
        "peak MB": usage.ru_maxrss / 1024,
        "written MB": sum(path.stat().st_size for path in new) / 1e6,
        "pages": sum(path.suffix == ".html" for path in new),
    }


def measure(folder: Path, sessions: int, measured: Measured) -> None:
    """Build every site of one size once, ours and the bare one also after each edit and with two processes."""
    sites = {
        kind: Site(folder / kind, kind, sessions) for kind in get_args(Kind) if sessions <= LARGEST.get(kind, sessions)
    }
    for kind, site in sites.items():
        figures = build(site.folder)
        pages = (site.folder / "_build/sessions").glob("*.html")
        figures["session page kB"] = statistics.median(path.stat().st_size for path in pages) / 1e3
        largest = max(path.stat().st_size for path in (site.folder / "_build").rglob("*.html"))
        figures["largest page kB"] = largest / 1e3
        measured[kind, "clean"].append(figures)
    for _ in range(ROUNDS):
        for name, edit in EDITS.items():
            for kind in PAIR:
                edit(sites[kind])
                measured[kind, name].append(build(sites[kind].folder))
    if (os.cpu_count() or 1) > 1:
        for kind in PAIR:
            for made in ("_build", "_doctrees"):
                shutil.rmtree(sites[kind].folder / made)
            measured[kind, "clean, -j 2"].append(build(sites[kind].folder, jobs=2))


def rows(sessions: int, measured: Measured) -> Iterator[list[str]]:
    """The lines of the table for one size: the median, and the ratio to bare Sphinx with its lowest and highest."""
    for (kind, what), builds in measured.items():
        for figure in (*UNITS, "session page kB", "largest page kB"):
            if figure not in builds[0]:
                continue
            median = statistics.median(one[figure] for one in builds)
            pairs = zip(builds, measured["bare", what], strict=True)
            ratios = [mine[figure] / theirs[figure] for mine, theirs in pairs if theirs[figure]]
            spread = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else ""
            yield [f"{sessions:,}", what, kind, figure, f"{median:,.1f}", "" if kind == "bare" else spread]


def main() -> None:
    """Read the command line, measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[200, 1000], help="numbers of sessions")
    parser.add_argument("--runs", type=int, default=2, help="clean builds of each size")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    header = ["sessions", "build", "site", "figure", "median", "ratio to bare (lowest to highest)"]
    widths = (8, 14, 5, 15, 10, 0)
    print("  ".join(f"{cell:<{width}}" for cell, width in zip(header, widths, strict=True)))
    for size in options.sizes:
        measured: Measured = defaultdict(list)
        for _ in range(options.runs):
            with tempfile.TemporaryDirectory() as folder:
                measure(Path(folder), size, measured)
        for row in rows(size, measured):
            print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)), flush=True)
        if options.json:
            store(options.json, size, measured)


def store(file: Path, size: int, measured: Measured) -> None:
    """Put the figures of one size into a file, and leave those of other sizes as they are."""
    stored = json.loads(file.read_text("utf-8")) if file.exists() else {}
    stored[str(size)] = {
        "date": str(date.today()),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "builds": {f"{kind}: {what}": builds for (kind, what), builds in measured.items()},
    }
    file.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
