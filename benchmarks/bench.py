"""Measures what a build costs against bare Sphinx on the same prose: CPU time, peak memory and bytes written.

Both sites are built in turn, several times, in processes of their own; what counts is the ratio of each pair.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import runpy
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
RELATIONS = ("subject", "demonstrated", "recommended", "in-production", "compared", "background")
WORDS = [
    word
    for folder in ("sessions", "projects")
    for path in sorted((REPOSITORY / folder).glob("*.md"))
    for word in path.read_text("utf-8").split()
    if word.isalpha()
]

SETTINGS = """
project = "Benchmark"
html_copy_source = False
html_show_sourcelink = False
myst_enable_extensions = ["colon_fence"]
"""
OURS = """
import sys
sys.path.insert(0, {folder!r})
extensions = {extensions!r}
primary_domain = "conf"
html_theme = "furo"
"""
BARE = """
extensions = ["myst_parser"]
html_theme = "basic"
"""


def sentence(random_: random.Random, middle: str = "") -> str:
    """A sentence of plain words around a middle."""
    words = random_.choices(WORDS, k=14)
    half = len(words) // 2
    return " ".join([*words[:half], middle, *words[half:]]).strip().capitalize() + "."


def paragraph(random_: random.Random, *middles: str) -> str:
    """A sentence around each middle."""
    return " ".join(sentence(random_, middle) for middle in middles)


def prose(random_: random.Random, projects: list[str], ours: bool) -> str:
    """The body of a session page, as long and as varied as the median one of the report: some 300 words.

    The bare site names the projects in plain words, and has a note where the report has an impression.
    """
    names = [f"{{project}}`{name}`" if ours else name for name in projects]
    return "\n\n".join(
        [
            paragraph(random_, *names, "", ""),
            "## What was shown",
            paragraph(random_, "`kubectl apply`", names[0], "", "[a link](https://example.org/)"),
            "\n".join(f"- {sentence(random_, middle)}" for middle in ("**this**", "", "`code`")),
            "## What it means",
            paragraph(random_, names[-1], "", "*that*", ""),
            f":::{{{'impression' if ours else 'note'}}}\n{paragraph(random_, '', '')}\n:::",
        ]
    )


def write_site(folder: Path, sessions: int, ours: bool) -> None:
    """Write a site of so many sessions, a fifth as many projects, and tracks of up to 200 sessions."""
    random_ = random.Random(sessions)
    projects = [f"project-{number}" for number in range(max(sessions // 5, 1))]
    tracks: dict[str, list[str]] = {}
    for number in range(sessions):
        track = f"track-{number // 200}"
        tracks.setdefault(track, []).append(f"session-{number}")
        chosen = random_.sample(projects, k=min(3, len(projects)))
        body = prose(random_, chosen, ours)
        relations = "".join(f"    {name}: {random_.choice(RELATIONS)}\n" for name in chosen)
        front = ""
        if ours:
            day = date(2022, 10, 24) + timedelta(days=number % 5)
            who = f"Speaker {number % (sessions // 2 + 1)}"
            front = (
                f"---\nsession:\n  track: {track}\n  format: breakout\n  date: {day}\n  speakers:\n"
                f"    - {{name: {who}, affiliation: Example}}\n  projects:\n{relations}---\n"
            )
        card = "```{session-card}\n```\n\n" if ours else ""
        write(folder, f"sessions/session-{number}.md", f"{front}# {sentence(random_)[:50]} {number}\n\n{card}{body}\n")
    for track, ids in tracks.items():
        listed = "\n".join(f"/sessions/{id}" for id in ids)
        front = f"---\ntrack: {{event: Benchmark, group: All}}\n---\n# {track}\n\n" if ours else f"# {track}\n\n"
        view = f"\n```{{session-list}}\n:track: {track}\n```\n" if ours else ""
        write(folder, f"tracks/{track}.md", f"{front}```{{toctree}}\n{listed}\n```\n{view}")
    for name in projects:
        front = "---\nproject: {kind: project}\n---\n" if ours else ""
        about = paragraph(random_, *[""] * 7)
        views = "```{project-card}\n```\n\n```{mentioned-by}\n```\n\n" if ours else ""
        write(folder, f"projects/{name}.md", f"{front}# {name.title()}\n\n{views}{about}\n")
    named = "\n".join(f"tracks/{track}" for track in tracks)
    extra = ""
    if ours:
        for view in ("speaker-list", "missing-list", "correction-list", "project-list"):
            write(folder, f"{view}.md", f"# {view}\n\n```{{{view}}}\n```\n")
            extra += f"{view}\n"
    write(folder, "index.md", f"# Benchmark\n\n```{{toctree}}\n:maxdepth: 1\n{named}\nprojects/index\n{extra}```\n")
    write(
        folder,
        "projects/index.md",
        ("---\nproject: none\n---\n" if ours else "") + "# Projects\n\n```{toctree}\n:glob:\n:hidden:\n\n*\n```\n",
    )
    extensions = runpy.run_path(str(REPOSITORY / "conf.py"))["extensions"]
    own = OURS.format(folder=str(REPOSITORY / "_ext"), extensions=extensions) if ours else BARE
    write(folder, "conf.py", SETTINGS + own)


def write(folder: Path, name: str, text: str) -> None:
    """Write one page."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def measure(source: Path, jobs: int) -> dict[str, float]:
    """Build once: CPU seconds of all processes, peak resident memory in MB, output in MB, largest page in kB."""
    out = source / "_build"
    shutil.rmtree(out, ignore_errors=True)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-j",
        str(jobs),
        "-d",
        str(source / "_doctrees"),
        str(source),
        str(out),
    ]
    shutil.rmtree(source / "_doctrees", ignore_errors=True)
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "0"})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the build of {source} failed")
    pages = [path.stat().st_size for path in out.rglob("*.html")]
    sessions = [path.stat().st_size for path in (out / "sessions").glob("*.html")]
    return {
        "CPU s": usage.ru_utime + usage.ru_stime,
        "peak MB": usage.ru_maxrss / 1024,
        "HTML MB": sum(pages) / 1e6,
        "session page kB": statistics.median(sessions) / 1e3,
    }


def compare(sessions: int, runs: int, jobs: int) -> Iterator[str]:
    """The table for one size."""
    with tempfile.TemporaryDirectory() as folder:
        sites = {name: Path(folder) / name for name in ("ours", "bare")}
        for name, source in sites.items():
            write_site(source, sessions, ours=name == "ours")
        measured = {name: [] for name in sites}  # type: dict[str, list[dict[str, float]]]
        for _ in range(runs):
            for name, source in sites.items():
                measured[name].append(measure(source, jobs))
    for figure in measured["ours"][0]:
        ours, bare = ([run[figure] for run in measured[name]] for name in ("ours", "bare"))
        ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
        yield (
            f"{sessions:>8} {figure:<16} {statistics.median(ours):>9.2f} {statistics.median(bare):>9.2f} "
            f"{statistics.median(ratios):>7.2f}   ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1000], help="numbers of sessions")
    parser.add_argument("--runs", type=int, default=3, help="pairs of builds for each size")
    parser.add_argument("--jobs", type=int, default=1, help="processes for each build")
    options = parser.parse_args()
    print(f"{'sessions':>8} {'figure':<16} {'ours':>9} {'bare':>9} {'ratio':>7}   (lowest to highest)")
    for size in options.sizes:
        for line in compare(size, options.runs, options.jobs):
            print(line, flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
