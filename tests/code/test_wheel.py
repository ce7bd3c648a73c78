"""The distribution: a wheel with all that it needs, whose cards look right in themes of which it knows nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import NamedTuple

import confreport
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import serve
from conftest import REPOSITORY
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import Browser, Page

PACKAGES = ("confreport", "sitekit", "workarounds")
FOR_THIS_SITE = {"furo", "sphinx-design"}  # what requirements.in names beside the dependencies of the packages
SCREENSHOTS = REPOSITORY / "_build" / "screenshots"


def run(*command: str | Path) -> str:
    """What the command says, run at the top of the repository."""
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def readme(language: str) -> str:
    """The block of code in this language from the part of the README for other sites."""
    part = (
        (REPOSITORY / "README.md").read_text("utf-8").partition("## Use the extensions in your own documentation\n")[2]
    )
    found = re.search(rf"^(`{{3,}}){language}\n(.*?)^\1\n", part.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel; the other packages it borrows from that of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    borrowed = sysconfig.get_path("purelib")
    (packages / "borrowed.pth").write_text(f"import site; site.addsitedir({borrowed!r})\n", "utf-8")
    program = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", program, "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-deps", "--no-index", wheel)
    for package in PACKAGES:
        place = run(program, "-I", "-c", f"import {package}; print({package}.__file__)")
        assert Path(place.strip()).is_relative_to(folder)
    return program


PAGES = {
    "sessions/keynote.md": readme("markdown"),
    "sessions/first.md": """\
---
session:
  track: opening
  format: breakout
  speakers:
    - {name: Ann Example, affiliation: Example Ltd}
    - {name: Bob Étienne}
  date: 2022-10-24
  projects: {falco: subject}
  video: https://example.org/watch
  slides: none
  unconfirmed: [date]
---
# The first talk

```{session-card}
```

Ann showed {project}`falco`.

```{impression}
Lunch was late, says {project}`falco`.
```
""",
    "sessions/second.md": """\
---
session: {track: opening, projects: {falco: recommended}}
---
# The second talk

```{session-card}
```

Use {project}`falco`, as in {session}`first`.

```{correction}
:report: "It was in Berlin."
:source: "[The programme](https://example.org/programme)"

It was in Bonn.
```
""",
    "tracks/opening.md": """\
---
track: {}
---
# The opening

```{toctree}
:hidden:

/sessions/keynote
/sessions/first
/sessions/second
```
""",
    "projects/falco.md": """\
---
project: {kind: project, maturity: {then: incubating, now: graduated}}
---
# Falco

```{project-card}
```

```{mentioned-by}
```
""",
    "index.md": """\
# A report

```{report-figures}
```

```{session-list}
:as: explore
```

```{project-list}
```

```{speaker-list}
```

```{correction-list}
```

```{toctree}
:hidden:

tracks/opening
projects/falco
```
""",
}


class Report(NamedTuple):
    """A report that is served."""

    theme: str
    address: str


@pytest.fixture(scope="module", params=["alabaster", "pydata_sphinx_theme"])
def report(request: pytest.FixtureRequest, python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """A report of three sessions, whose configuration and first session are those of the README."""
    source = tmp_path_factory.mktemp(request.param)
    for name, text in PAGES.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(text, "utf-8")
    configuration = f"project = html_title = 'Report'\nhtml_theme = {request.param!r}\n"
    (source / "conf.py").write_text(readme("python") + configuration, "utf-8")
    run(python, "-I", "-m", "sphinx", "-W", "-n", "-q", source, source / "_build")
    with serve(source / "_build") as address:
        yield Report(request.param, address)


@pytest.fixture(scope="module", params=[(360, "light"), (1440, "dark")], ids=["narrow-light", "wide-dark"])
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a certain width and colours; what a theme writes to the console is not our affair, errors are."""
    width, scheme = request.param
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        errors: list[Exception] = []
        page.on("pageerror", lambda error: errors.append(error))
        yield page
        assert errors == []


@pytest.mark.parametrize("name", ["sessions/first", "sessions/second", "projects/falco", "index"])
def test_the_page_fits_and_is_accessible(
    screen: Page, report: Report, name: str, request: pytest.FixtureRequest
) -> None:
    screen.goto(f"{report.address}/{name}.html")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    picture = request.node.callspec.id.replace("/", "-")
    screen.screenshot(path=SCREENSHOTS / f"{picture}.png", full_page=True)
    across = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert screen.evaluate(across) == 0, "the page scrolls sideways"
    found = Axe().run(screen, {"include": [["[class*=conf-]"]]})
    assert found.violations_count == 0, found.generate_report()


def test_a_card_is_a_box_of_names_and_values(screen: Page, report: Report) -> None:
    screen.goto(f"{report.address}/sessions/first.html")
    card = screen.locator(".conf-card")
    border, card_colour, page_colour = card.evaluate(
        "card => [getComputedStyle(card).borderTopWidth, ...[card, document.body].map("
        "element => getComputedStyle(element).backgroundColor)]"
    )
    assert border == "1px"
    assert card_colour not in ("rgba(0, 0, 0, 0)", page_colour)
    fields = card.locator("dl.field-list")
    assert fields.evaluate("list => getComputedStyle(list).display") == "grid"
    narrow = screen.viewport_size["width"] == 360  # type: ignore[index]
    boxes = fields.locator("> *").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().toJSON())")
    for name, value in zip(boxes[::2], boxes[1::2], strict=True):
        if narrow:
            assert name["bottom"] <= value["top"]
            assert name["left"] == value["left"]
        else:
            assert name["right"] <= value["left"]
            assert name["top"] == value["top"]


def luminance(colour: str) -> float:
    """From 0, black, to 255, white."""
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) * (255 if colour.startswith("color(") else 1)


def test_remarks_and_cards_are_as_dark_as_the_page(screen: Page, report: Report) -> None:
    screen.goto(f"{report.address}/sessions/first.html")
    dark = report.theme == "pydata_sphinx_theme" and screen.viewport_size["width"] == 1440  # type: ignore[index]
    for part in (".conf-card", ".conf-impression"):
        ground = screen.locator(part).evaluate("part => getComputedStyle(part).backgroundColor")
        assert luminance(ground) < 80 if dark else luminance(ground) > 200, f"{part}: {ground}"


def test_the_wheel_has_all_that_is_not_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    files = {
        file.relative_to(REPOSITORY / "_ext")
        for package in PACKAGES
        for file in (REPOSITORY / "_ext" / package).rglob("*.*")
    }
    wanted = {file.as_posix() for file in files if file.suffix not in (".po", ".pyc")}
    assert wanted == {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    assert {f"{package}/py.typed" for package in PACKAGES} <= names
    assert {".css", ".js", ".mo", ".py", ".typed"} <= {Path(name).suffix for name in wanted}
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def test_the_version_is_that_of_each_package_and_in_the_changelog(wheel: Path) -> None:
    version = metadata(wheel)["Version"]
    assert version == confreport.__version__
    assert f"## [{version}]" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    for file in (REPOSITORY / "_ext").rglob("*.py"):
        assert re.findall(r'"version": (.*?)[,}]', file.read_text("utf-8")) in ([], ["__version__"]), file


def test_the_dependencies_are_those_of_this_site_without_its_own(wheel: Path) -> None:
    lines = (REPOSITORY / "requirements.in").read_text("utf-8").splitlines()
    of_the_site = {Requirement(line) for line in lines if line and not line.startswith("#")}
    of_the_wheel = {Requirement(line) for line in metadata(wheel).get_all("Requires-Dist", [])}
    assert of_the_wheel == {one for one in of_the_site if one.name not in FOR_THIS_SITE}


def test_every_import_is_of_a_dependency(wheel: Path) -> None:
    direct = {Requirement(line).name for line in metadata(wheel).get_all("Requires-Dist", [])}
    known = {canonicalize_name(Requirement(line).name) for name in direct for line in [name, *(requires(name) or [])]}
    known_modules = {
        module
        for module, owners in packages_distributions().items()
        if known & {canonicalize_name(owner) for owner in owners}
    }
    for file in (REPOSITORY / "_ext").rglob("*.py"):
        imported = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
        }
        assert imported <= {*sys.stdlib_module_names, *PACKAGES, *known_modules}, file
