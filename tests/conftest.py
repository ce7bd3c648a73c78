"""What the tests share: small sites that can be edited and built again, and the real one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

REPOSITORY = Path(__file__).parents[1]
# The pages that are records; `track: none` and the like say that a page in such a folder is none.
RECORDS = [
    path
    for kind in ("session", "track", "project")
    for path in sorted((REPOSITORY / f"{kind}s").glob("*.md"))
    if f"\n{kind}: none\n" not in path.read_text("utf-8")
]
pytest_plugins = ["sphinx.testing.fixtures", "browser"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="end with an error where a test was skipped")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--fail-on-skip") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@dataclass
class Built:
    """The result of one build."""

    out: Path
    warnings: list[str]
    written: set[str]

    def read(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.out)): path.read_bytes()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.suffix != ".doctree"
        }


class Site:
    """A source folder that a test may edit."""

    def __init__(self, folder: Path, root: str = "test-report") -> None:
        self.source = folder / "source"
        self.folder = folder
        shutil.copytree(REPOSITORY / "tests" / "roots" / root, self.source)
        configuration = (self.source / "conf.py").read_text("utf-8")
        extensions = f"sys.path.insert(0, {str(REPOSITORY / '_ext')!r})"
        self.write("conf.py", re.sub(r"sys\.path\.insert\(.*\)", lambda _: extensions, configuration))

    def write(self, name: str, text: str) -> None:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.source / name).read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def move(self, old: str, new: str) -> None:
        self.write(new, (self.source / old).read_text("utf-8"))
        self.delete(old)

    def delete(self, name: str) -> None:
        (self.source / name).unlink()

    def add_extension(self, name: str, code: str) -> None:
        """Write an extension of the site's own, and load it."""
        self.write(f"{name}.py", code)
        configuration = (self.source / "conf.py").read_text("utf-8")
        self.write(
            "conf.py", f'{configuration}\nsys.path.insert(0, {str(self.source)!r})\nextensions.append("{name}")\n'
        )

    def build(
        self,
        folder: str = "build",
        builder: str = "html",
        jobs: int = 1,
        fresh: bool = False,
        only: Sequence[str] = (),
        **settings: object,
    ) -> Built:
        """Build below *folder*; what was built there before is kept, with its doctrees.

        :param fresh: whether to forget what was read
        :param only: the files to write, if not all that have to be
        """
        app = SphinxTestApp(
            builder,
            srcdir=self.source,
            builddir=self.folder / folder,
            parallel=jobs,
            freshenv=fresh,
            confoverrides=settings,
        )
        out = Path(app.outdir)
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
        try:
            app.build(filenames=[self.source / name for name in only])
            warnings = _plain(app.warning.getvalue()).replace(f"{self.source}/", "")
        finally:
            app.cleanup()
        written = {
            path.relative_to(out).with_suffix("").as_posix()
            for path in out.rglob("*.html")
            if before.get(path) != path.stat().st_mtime_ns
        }
        return Built(out, [line for line in warnings.splitlines() if line.strip()], written)


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A copy of the small report in ``roots/test-report``."""
    return Site(tmp_path)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """The report itself, built once for each builder that a test asks for."""
    return RealSite(tmp_path_factory.mktemp("real"))


def run_sphinx(
    source: Path, out: Path, doctrees: Path, jobs: int | str, builder: str = "html", language: str = "en"
) -> None:
    """Build by the command that users run; a warning fails the build and so the test."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-j", str(jobs), "-b", builder]
    command += ["-D", f"language={language}"]
    done = subprocess.run(
        [*command, "-d", str(doctrees), str(source), str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr.strip(), done.stderr


class RealSite:
    """The repository's own site, built by the command that its users run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._built: set[Path] = set()

    def build(self, builder: str, name: str = "", jobs: str = "auto", language: str = "en") -> Path:
        """The output folder; a warning fails the build and so the test.

        As by ``make``, the pages of ``html`` and ``dirhtml`` are built in both languages, the Japanese in a folder
        inside the English, since each leads to its twin. Under another *name*, and by other builders, only what is
        asked for is built.
        """
        both = not name and builder in ("html", "dirhtml")
        folders = {"en": self.folder / (name or builder)}
        folders["ja"] = folders["en"] / "ja" if both else folders["en"].with_name(f"{name or builder}-ja")
        for one in folders if both else [language]:
            out = folders[one]
            if out not in self._built:
                # Pages are read once for all builders that can share what was read.
                own = name or ("gettext" if builder == "gettext" else "")
                run_sphinx(REPOSITORY, out, self.folder / f"doctrees-{one}-{own}", jobs, builder, one)
                self._built.add(out)
        return folders[language]
