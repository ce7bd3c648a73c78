"""The collector has little to do, and nothing is kept from it after a build."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest
from conftest import REPOSITORY, Built, Site


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("builder", ["html", "singlehtml", "text", "latex"])
def test_output_is_the_same_and_nothing_is_kept_from_the_collector(site: Site, builder: str, jobs: int) -> None:
    for number in range(120):
        site.write(f"sessions/more-{number}.md", f"---\nsession: none\norphan: true\n---\n# More {number}\n")
    plain = site.build("plain", builder, jobs, extensions=["confreport"])
    quick = site.build("quick", builder, jobs, extensions=["confreport", "garbage_collection"])
    assert plain.warnings == quick.warnings
    assert _content(plain) == _content(quick)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def _content(built: Built) -> dict[str, bytes]:
    return {name: content for name, content in built.files().items() if name != ".buildinfo"}


WATCHING = """
import gc, pathlib, weakref
from docutils import nodes

def setup(app):
    seen = []
    def watch(app, pagename, templatename, context, doctree):
        if doctree is not None:
            seen.extend(map(weakref.ref, doctree.findall(nodes.paragraph)))
    def count(app, exception):
        alive = sum(node() is not None for node in seen)
        gc.enable()
        pathlib.Path(app.outdir, "seen.txt").write_text(f"{alive} of {len(seen)}")
    app.connect("builder-inited", lambda app: gc.disable())
    app.connect("html-page-context", watch)
    app.connect("build-finished", count)
"""


def test_written_doctrees_hardly_need_the_collector(site: Site) -> None:
    """What transforms have replaced is no part of the doctree any more, and may keep a node alive."""
    site.write("conf.py", (site.source / "conf.py").read_text("utf-8") + WATCHING)
    alive = {}
    for name, extensions in (("plain", ["confreport"]), ("quick", ["confreport", "garbage_collection"])):
        left, seen = site.build(name, extensions=extensions).read("seen.txt").split(" of ")
        alive[name] = int(left) / int(seen)
    assert alive["plain"] == 1
    assert alive["quick"] < 0.1


MERGING = """
import gc, pathlib, weakref
from docutils import nodes

def setup(app):
    seen = []
    def watch(app, env, docnames, other):
        for docname, toc in other.tocs.items():
            if docname not in docnames:
                seen.extend(map(weakref.ref, toc.findall(nodes.reference)))
    def count(app, env):
        alive = sum(node() is not None for node in seen)
        pathlib.Path(app.outdir, "merged.txt").write_text(f"{alive} of {len(seen)}")
    app.connect("builder-inited", lambda app: gc.disable())
    app.connect("env-merge-info", watch)
    app.connect("env-updated", count)
    app.connect("build-finished", lambda app, exception: gc.enable())
"""


def test_what_other_processes_send_is_gone_when_it_is_merged(site: Site) -> None:
    site.write("conf.py", (site.source / "conf.py").read_text("utf-8") + MERGING)
    for number in range(120):
        site.write(f"sessions/more-{number}.md", f"---\nsession: none\norphan: true\n---\n# More {number}\n")
    found = {}
    for name, extensions in (("plain", ["confreport"]), ("quick", ["confreport", "garbage_collection"])):
        found[name] = site.build(name, jobs=2, extensions=extensions).read("merged.txt").split(" of ")
    assert int(found["plain"][0]) > 0
    assert int(found["quick"][0]) == 0 < int(found["quick"][1])


def test_nothing_is_collected_when_python_ends() -> None:
    program = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count())); import garbage_collection"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY / "_ext", capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 0
