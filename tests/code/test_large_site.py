"""A large site: after a row of edits an incremental build equals a clean one."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPOSITORY, run_sphinx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from sites import Site


def edit(pattern: str, replacement: str, folder: str = "sessions") -> Callable[[Site, int], None]:
    """An edit of one page: the first match is replaced."""

    def change(site: Site, number: int) -> None:
        pages = sorted((site.folder / folder).glob("*-*.md"))
        page = pages[number % len(pages)]
        page.write_text(re.sub(pattern, replacement, page.read_text("utf-8"), count=1, flags=re.MULTILINE), "utf-8")

    return change


def remove_a_project(site: Site, number: int) -> None:
    """Remove a page and every reference to it."""
    pages = sorted((site.folder / "projects").glob("*-project-*.md"))
    gone = pages[number % len(pages)]
    gone.unlink()
    site.projects.remove(gone.stem)
    for page in (site.folder / "sessions").glob("*.md"):
        text = page.read_text("utf-8")
        new = text.replace(f"{{project}}`{gone.stem}`", "it")
        new = re.sub(rf"^    {gone.stem}: .*\n", "", new, flags=re.MULTILINE)
        if new != text:
            page.write_text(new, "utf-8")


def mention_another_project(site: Site, number: int) -> None:
    """Add a sentence to a page."""
    name = site.projects[number % len(site.projects)]
    edit(r"\Z", f"\nNew words on {{project}}`{name}` there.\n")(site, number)


EDITS: dict[str, Callable[[Site, int], None]] = {
    "retitle a session": edit(r"^# (.*)", r"# Another \1"),
    "retitle a project": edit(r"^# (.*)", r"# New \1", "projects"),
    "retitle a track": edit(r"^# (.*)", r"# The \1", "tracks"),
    "mention another project": mention_another_project,
    "mention one less": edit(r"\{project\}`[a-z0-9-]+`", "nothing"),
    "change a relation": edit(r"(    [a-z]-project-\d+): \S+", r"\1: migrated-from"),
    "rename a speaker": edit(r"name: (\S+) ", r"name: Doctor \1 "),
    "change the date": edit(r"date: .*", "date: 2022-10-20"),
    "change the event": edit(r"event: Benchmark", "event: Another event", "tracks"),
    "remove a project": remove_a_project,
    "add a session": lambda site, number: site.add_session(),
}


EVERYDAY = ["retitle a project", "mention one less", "rename a speaker", "remove a project", "add a session"]
SEQUENCES = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 1000)), min_size=4, max_size=5, unique=True
)


def test_incremental_builds_equal_a_clean_one(tmp_path: Path) -> None:
    edit_and_compare(tmp_path, 200, [(name, 7 * place) for place, name in enumerate(EVERYDAY)], jobs=2)


@pytest.mark.large
@pytest.mark.parametrize("jobs", [1, 2])
def test_edits_at_random_of_a_thousand_sessions(tmp_path_factory: pytest.TempPathFactory, jobs: int) -> None:
    @settings(max_examples=3, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(SEQUENCES)
    def run(sequence: list[tuple[str, int]]) -> None:
        folder = tmp_path_factory.mktemp("large")
        edit_and_compare(folder, 1000, sequence, jobs)
        shutil.rmtree(folder)

    run()


def edit_and_compare(folder: Path, sessions: int, sequence: list[tuple[str, int]], jobs: int) -> None:
    """Build after each edit, and compare the last result with that of a clean build."""
    site = Site(folder / "source", "ours", sessions)
    run_sphinx(site.folder, folder / "html", folder / "doctrees", jobs)
    for name, number in sequence:
        EDITS[name](site, number)
        run_sphinx(site.folder, folder / "html", folder / "doctrees", jobs)
    run_sphinx(site.folder, folder / "clean", folder / "clean-doctrees", jobs)
    assert differences(folder / "html", folder / "clean") == [], sequence


def differences(one: Path, other: Path) -> list[str]:
    """The files that are not the same in both folders."""
    names = {path.relative_to(root).as_posix() for root in (one, other) for path in root.rglob("*") if path.is_file()}
    return sorted(
        name
        for name in names - {".buildinfo"}
        if not ((one / name).is_file() and (other / name).is_file())
        or (one / name).read_bytes() != (other / name).read_bytes()
    )
