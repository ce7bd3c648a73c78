"""The build after one that was killed equals a clean one, and whatever stands in a file of state, none ends a build."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest
from conftest import Built, Site
from edits import retitle_project

GENERATED = {"genindex", "search", "conf-projects", "conf-speakers", "conf-tracks"}  # Sphinx writes these every time

# Ends the process as a kill does: while the third page is read, when all are read, while the third page is written, and
# when all are written but not yet searchable.
KILLER = """
import os
from pathlib import Path

COUNT = {"doctree-read": 0, "html-page-context": 0, "write-started": 0, "html-collect-pages": 0}

def kill(event, at):
    def handler(app, *args):
        COUNT[event] += 1
        moment = Path(app.srcdir, "moment").read_text() if Path(app.srcdir, "moment").exists() else ""
        if moment == event and COUNT[event] == at:
            os._exit(9)
        return [] if event == "html-collect-pages" else None
    return handler

def setup(app):
    for event, at in (("doctree-read", 3), ("write-started", 1), ("html-page-context", 3), ("html-collect-pages", 1)):
        app.connect(event, kill(event, at), priority=999)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def assert_same(incremental: Built, clean: Built) -> None:
    assert incremental.files().keys() == clean.files().keys()
    for name, content in clean.files().items():
        assert incremental.files()[name] == content, f"{name} is stale"


@pytest.mark.parametrize("moment", ["doctree-read", "write-started", "html-page-context", "html-collect-pages"])
def test_killed_at_a_moment(site: Site, moment: str) -> None:
    """After edits of a setting, an included file and a page, which is edited back."""
    site.add_extension("killer", KILLER)
    site.write("parts/note.txt", "A note in a part.\n")
    site.edit("explore.md", "# ", "```{include} parts/note.txt\n```\n\n# ")
    site.build()
    site.edit("parts/note.txt", "A note", "Another note")
    site.edit("conf.py", 'html_theme = "basic"', 'html_theme = "basic"\nhtml_title = "Another title"')
    corrections = (site.source / "corrections.md").read_text("utf-8")
    retitle_project(site)
    site.write("corrections.md", corrections + "\nOne sentence more.\n")
    site.write("moment", moment)
    killed = subprocess.run(site.command(), capture_output=True, check=False)
    assert killed.returncode == 9
    site.delete("moment")
    site.write("corrections.md", corrections)

    assert_same(site.build(), site.build("clean"))
    assert site.build().written <= GENERATED


def kill_and_compare(site: Site, seeds: range) -> None:
    site.build()
    started = time.monotonic()
    site.build_apart("measured")
    takes = time.monotonic() - started
    for seed in seeds:
        site.edit("projects/falco.md", "# Falco", "# Falco again,")
        site.edit("conf.py", 'html_theme = "basic"', f'html_theme = "basic"\nhtml_title = "Title {seed}"')
        process = subprocess.Popen(site.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(takes * random.Random(seed).uniform(0.2, 1))  # noqa: S311
        process.kill()
        process.wait()
        assert_same(site.build(), site.build(f"clean-{seed}"))


def test_killed_at_seeded_moments(site: Site) -> None:
    kill_and_compare(site, range(3))


@pytest.mark.large
def test_killed_at_many_moments(site: Site) -> None:
    kill_and_compare(site, range(40))


STATES = [
    b"",
    b"[",
    b"\x00\xff\xfe binary",
    b"null",
    b"7",
    b'"abc"',
    b"{}",
    b'{"a": 1, "b": 2, "c": 3}',
    b"[1, 2, 3]",
    b"[{}, null, [1]]",
    b'[{}, null, "abc"]',
    b'[{}, true, {"index": 7}]',
    b'[{}, {"index": []}, {"index": {}}]',
    b"[" * 100_000,
]


def test_files_of_state_of_any_shape_are_forgotten(site: Site) -> None:
    """Also one whose versions are right, which are not known before a build."""
    clean = site.build()
    states = sorted(Path(site.folder, "build", "doctrees").glob("*.json"))
    assert len(states) > 3
    for shift in range(0, len(STATES), len(states) - 1):
        for number, path in enumerate(states):
            path.write_bytes(STATES[(shift + number) % len(STATES)])
        after = site.build()
        assert not [line for line in after.warnings if line not in clean.warnings]
        assert after.files() == clean.files()
