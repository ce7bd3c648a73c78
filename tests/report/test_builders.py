"""The report in every builder, without a warning."""

from __future__ import annotations

import posixpath
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import RECORDS, REPOSITORY, RealSite


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("builder", "sample", "expected"),
    [
        ("html", "projects/kiali.html", "Vulnerable example"),
        ("dirhtml", "projects/kiali/index.html", "Vulnerable example"),
        ("singlehtml", "index.html", "Vulnerable example"),
        ("latex", "kubecon-na-2022-report.tex", "Vulnerable example"),
        ("text", "projects/kiali.txt", "Vulnerable example"),
        ("man", "kubecon-na-2022-report.7", "Vulnerable example"),
        ("xml", "projects/kiali.xml", "Vulnerable example"),
        ("gettext", "sessions/insider-threat.pot", "Rancher Fleet"),
        ("epub", "projects/kiali.xhtml", "Vulnerable example"),
        ("texinfo", "kubecon-na-2022-report.texi", "Vulnerable example"),
        ("json", "projects/kiali.fjson", "Vulnerable example"),
        ("htmlhelp", "projects/kiali.html", "Vulnerable example"),
    ],
)
def test_builder(real: RealSite, builder: str, sample: str, expected: str) -> None:
    page = real.build(builder) / sample
    assert expected in page.read_text("utf-8", errors="replace")  # a help book has an encoding of its own


def assert_valid_book(book: Path) -> None:
    if not shutil.which("epubcheck"):
        pytest.skip("epubcheck is not installed")
    # Debian's epubcheck is a bare Java archive, which not every kernel can run by itself.
    program = Path(shutil.which("epubcheck") or "").resolve()
    command = ["java", "-jar", str(program)] if program.suffix == ".jar" else [str(program)]
    done = subprocess.run([*command, str(book)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors / 0 warnings" in done.stdout


def test_epub_is_valid(real: RealSite) -> None:
    assert_valid_book(real.build("epub") / "kubecon-na-2022-report.epub")


def test_two_clean_builds_are_identical_whatever_the_number_of_processes(real: RealSite) -> None:
    serial = files(real.build("html", "serial", jobs="1"))
    parallel = files(real.build("html", "parallel", jobs="4"))
    assert serial.keys() == parallel.keys()
    assert [name for name in serial if serial[name] != parallel[name]] == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_link_inside_the_site_leads_somewhere(real: RealSite, builder: str) -> None:
    out = real.build(builder)
    pages = real.trees(builder)
    anchors = {name: set(tree.xpath("//@id")) for name, tree in pages.items()}
    broken = []
    for name, tree in pages.items():
        for tag in tree.iter("a", "link", "script", "img"):
            address = urlsplit(tag.get("href") or tag.get("src") or "")
            if address.scheme or address.netloc:
                continue
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), unquote(address.path))).lstrip("/")
            target = name if not address.path else target
            if (out / target).is_dir():
                target = f"{target}/index.html".lstrip("/")
            known = anchors.get(target)
            if not (out / target).is_file() or (address.fragment and known and unquote(address.fragment) not in known):
                broken.append((name, address.geturl()))
    assert broken == []


def test_every_reference_to_a_record_leads_somewhere_on_a_single_page(real: RealSite) -> None:
    """Sphinx has no indices in this builder, and its own table of contents is broken there (sphinx#14221)."""
    page = real.trees("singlehtml")["index.html"]
    anchors = page.xpath("//@id")
    references = set(page.xpath("//article//a/@href[contains(., '#conf-')]"))
    assert len(references) > len(list((REPOSITORY / "projects").glob("*.md")))
    assert [one for one in references if anchors.count(one.removeprefix("#")) != 1] == []


def test_no_page_has_an_id_twice(real: RealSite) -> None:
    for name, tree in real.trees("html").items():
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), name


def test_no_page_asks_a_third_party_for_anything(real: RealSite) -> None:
    loaded = "//script/@src | //img/@src | //iframe/@src | //source/@src | //link[not(@rel='canonical')]/@href"
    for name, tree in real.trees("html").items():
        assert [address for address in tree.xpath(loaded) if urlsplit(address).netloc] == [], name


def test_a_retitled_session_rewrites_exactly_the_pages_that_show_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignore = shutil.ignore_patterns(".venv", "_build", ".git", "tests", ".*cache")
    shutil.copytree(REPOSITORY, source, ignore=ignore)

    def build(out: str) -> Path:
        command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-j", "auto", "-b", "html"]
        subprocess.run(
            [*command, "-d", str(tmp_path / f"{out}-doctrees"), str(source), str(tmp_path / out)], check=True
        )
        return tmp_path / out

    out = build("html")
    before = files(out)
    times = {name: (out / name).stat().st_mtime_ns for name in before}
    page = source / "sessions" / "insider-threat.md"
    page.write_text(page.read_text("utf-8").replace("# The Insider Threat:", "# An Insider Threat:"), "utf-8")
    build("html")
    clean = files(build("clean"))

    # Sphinx writes its generated pages, such as the indices, in every run.
    pages = [name for name in clean if name.endswith(".html") and (source / name).with_suffix(".md").exists()]
    written = {name for name in pages if (out / name).stat().st_mtime_ns != times[name]}
    show_it = {name for name in pages if "An Insider Threat:" in clean[name].decode()}
    assert written == show_it == {name for name in pages if clean[name] != before[name]}
    assert {name for name in clean if name.endswith(".html") and (out / name).read_bytes() != clean[name]} == set()


def test_intersphinx_lists_every_record(real: RealSite) -> None:
    command = [sys.executable, "-m", "sphinx.ext.intersphinx", str(real.build("html") / "objects.inv")]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for path in RECORDS:
        folder = path.parent.name
        anchor = f"{folder}/{path.stem}.html#conf-{folder[:-1]}-{path.stem}"
        assert listed.count(f"{anchor}\n") == 2, anchor  # as conf: and as std:label


def test_read_the_docs_accepts_the_configuration() -> None:
    command = ["check-jsonschema", "--builtin-schema", "vendor.readthedocs", ".readthedocs.yaml"]
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run([str(program), *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
