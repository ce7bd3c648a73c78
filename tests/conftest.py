"""What the tests share: small sites that can be edited and built again, and the real one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import html
from sphinx.testing.util import SphinxTestApp

REPOSITORY = Path(__file__).parents[1]
# The pages that are records; `track: none` and the like say that a page in such a folder is none.
RECORDS = [
    path
    for kind in ("session", "track", "project")
    for path in sorted((REPOSITORY / f"{kind}s").glob("*.md"))
    if f"\n{kind}: none\n" not in path.read_text("utf-8")
]
BUILT = REPOSITORY / "_build"
PUBLISHED_AT = "https://report.example/en/latest/"
pytest_plugins = ["sphinx.testing.fixtures", "browser"]

settings.register_profile("same", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("random", deadline=None, database=None, max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="end with an error where a test was skipped")
    parser.addoption("--large", action="store_true", help="test 1,000 sessions, and search for faults at random")


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("random" if config.getoption("--large") else "same")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked ``large``, without calling that a skip."""
    if not config.getoption("--large"):
        left_out = [item for item in items if item.get_closest_marker("large")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


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
    """A source folder that a test may edit.

    With *known*, what a clean build of the same sources has given in the same folder before is copied from there, with
    its doctrees and its times, so that a later build finds what it would have found. What is built otherwise than the
    sources and the settings say (a test has replaced something in the code) must not be known.
    """

    known: dict[str, Known] | None = None

    def __init__(self, folder: Path, root: str = "test-report", known: dict[str, Known] | None = None) -> None:
        self.source = folder / "source"
        self.folder = folder
        self.known = known
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
        clean = self.known is not None and not (self.folder / folder).exists() and not only
        sources, key = self.files(), self._key(folder, builder, jobs, settings) if clean else ""
        if clean and key in self.known:
            return self.known[key].restore(self)
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
        built = Built(out, [line for line in warnings.splitlines() if line.strip()], written)
        if clean and self.files() == sources:  # else the build has compiled catalogues, which another site lacks
            self.known[key] = Known(self, folder, key, built)
        return built

    def command(self, folder: str = "build", builder: str = "html") -> list[str]:
        """What builds in a process of its own, where nothing is remembered; the folders are those of ``build``."""
        built = self.folder / folder
        places = ["-d", str(built / "doctrees"), str(self.source), str(built / builder)]
        return [sys.executable, "-m", "sphinx", "-q", "-b", builder, *places]

    def build_apart(self, folder: str = "build", builder: str = "html") -> Built:
        """Build in a process of its own; which pages are written is not noted."""
        done = subprocess.run(self.command(folder, builder), capture_output=True, text=True, check=True)
        return Built(self.folder / folder / builder, _plain(done.stderr).splitlines(), set())

    def files(self) -> list[Path]:
        """The files of the source folder, without what Python has compiled."""
        return [path for path in sorted(self.source.rglob("*")) if path.is_file() and path.suffix != ".pyc"]

    def _key(self, *settings: object) -> str:
        found = hashlib.sha256(repr(settings).encode())
        for path in self.files():
            content = path.read_bytes()
            found.update(f"{path} {len(content)}\n".encode() + content)
        return found.hexdigest()


class Known:
    """The result of a clean build, kept beside its site."""

    def __init__(self, site: Site, folder: str, key: str, built: Built) -> None:
        self._built = built
        self._made = site.folder / folder
        self._kept = site.folder.with_name(f"{site.folder.name}-{key[:16]}")
        self._times = {path: path.stat().st_mtime_ns for path in site.files()}
        shutil.copytree(self._made, self._kept, symlinks=True)

    def restore(self, site: Site) -> Built:
        """Put everything where it was, and give the sources the times that the doctrees are newer than."""
        shutil.copytree(self._kept, self._made, symlinks=True)
        for path, time in self._times.items():
            os.utime(path, ns=(time, time))
        return Built(self._built.out, [*self._built.warnings], {*self._built.written})


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.fixture(scope="session")
def known() -> dict[str, Known]:
    """The clean builds of the fixture ``site``."""
    return {}


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, known: dict[str, Known]) -> Site:
    """A copy of the small report in ``roots/test-report``, in the same place for every test."""
    folder = tmp_path_factory.getbasetemp() / "site"
    shutil.rmtree(folder, ignore_errors=True)
    return Site(folder, known=known)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> RealSite:
    """The report itself, built once for each builder that a test asks for, whichever process runs the test."""
    own = tmp_path_factory.getbasetemp()
    return RealSite((own if worker_id == "master" else own.parent) / "real")


@pytest.fixture(scope="session")
def published(real: RealSite) -> Path:
    """The report as it is published, which is with a base URL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READTHEDOCS_CANONICAL_URL", PUBLISHED_AT)
        return real.build("html", "published")


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


def made_by_make() -> bool:
    """Whether ``make html`` has built the site, without a warning, since its sources last changed."""
    done = BUILT / "html.done"
    if Path(sys.prefix) != REPOSITORY / ".venv" or not done.exists() or "READTHEDOCS_CANONICAL_URL" in os.environ:
        return False
    sources = [path for path in REPOSITORY.iterdir() if path.name not in {"_build", "tests", "benchmarks"}]
    sources = [path for path in sources if not path.name.startswith(".")]
    files = [*sources, *(below for path in sources if path.is_dir() for below in path.rglob("*"))]
    compiled = {"__pycache__", ".pyc", ".mo"}
    newest = max(path.stat().st_mtime for path in files if not compiled & {path.name, path.suffix})
    return newest < done.stat().st_mtime


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One process at a time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


class RealSite:
    """The repository's own site, built by the command that its users run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, builder: str, name: str = "", jobs: str = "auto", language: str = "en") -> Path:
        """The output folder; a warning fails the build and so the test.

        As by ``make``, the pages of ``html`` and ``dirhtml`` are built in both languages, the Japanese in a folder
        inside the English, since each leads to its twin. Under another *name*, and by other builders, only what is
        asked for is built.
        """
        both = not name and builder in ("html", "dirhtml")
        folders = {"en": self.folder / (name or builder)}
        folders["ja"] = folders["en"] / "ja" if both else folders["en"].with_name(f"{name or builder}-ja")
        # Pages are read once for all builders that can share what was read.
        own = name or ("gettext" if builder == "gettext" else "")
        if builder == "html" and not name and made_by_make():
            return BUILT / "html" / ("" if language == "en" else language)
        for one in folders if both else [language]:
            out = folders[one]
            done = self.folder / f"{out.relative_to(self.folder).as_posix().replace('/', '-')}.done"
            with locked(self.folder / f"doctrees-{one}-{own}.lock"):
                if not done.exists():
                    run_sphinx(REPOSITORY, out, self.folder / f"doctrees-{one}-{own}", jobs, builder, one)
                    done.touch()
        return folders[language]

    @cache  # noqa: B019
    def trees(self, builder: str, language: str = "en") -> dict[str, html.HtmlElement]:
        """Every page by its path, parsed once; those of the other language are in a folder of the English."""
        out = self.build(builder, language=language)
        parser = html.HTMLParser(encoding="utf-8")
        return {
            path.relative_to(out).as_posix(): html.document_fromstring(path.read_bytes(), parser=parser)
            for path in sorted(out.rglob("*.html"))
        }
