"""An incremental build equals a clean one, whatever was edited, and writes what it must and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from conftest import Built, Site
from edits import (
    add_mention,
    break_record,
    change_alias,
    change_correction,
    change_date,
    change_employer,
    change_maturity,
    change_order,
    change_relation,
    change_speaker,
    change_track,
    claim_earlier_id,
    claim_id,
    delete_page,
    delete_speakers,
    mark_up_title,
    new_page,
    new_project,
    remove_mention,
    remove_project,
    rename_id,
    rename_id_formerly,
    retitle_page,
    retitle_project,
    retitle_session,
    retitle_track,
    reword_sentence,
)

GENERATED = {"genindex", "search", "conf-projects", "conf-speakers", "conf-tracks"}  # Sphinx writes these every time


def assert_same(incremental: Built, clean: Built) -> None:
    assert incremental.files().keys() == clean.files().keys()
    for name, content in clean.files().items():
        assert incremental.files()[name] == content, f"{name} is stale"


EDITS = [
    add_mention,
    remove_mention,
    remove_project,
    reword_sentence,
    retitle_session,
    mark_up_title,
    retitle_track,
    retitle_project,
    retitle_page,
    change_relation,
    change_speaker,
    change_employer,
    change_date,
    change_maturity,
    change_correction,
    change_alias,
    change_order,
    change_track,
    rename_id,
    rename_id_formerly,
    new_page,
    new_project,
    delete_page,
    delete_speakers,
    claim_id,
    claim_earlier_id,
    break_record,
]


PARALLEL = [add_mention, retitle_session, rename_id_formerly, new_page, delete_page]


@pytest.mark.parametrize(
    ("edit", "jobs"),
    [*((edit, 1) for edit in EDITS), *((edit, 4) for edit in PARALLEL)],
    ids=lambda value: getattr(value, "__name__", "serial" if value == 1 else "parallel"),
)
def test_incremental_equals_clean(site: Site, edit: Callable[[Site], None], jobs: int) -> None:
    before = site.build(jobs=jobs).files()
    edit(site)
    incremental = site.build(jobs=jobs)
    clean = site.build("clean", jobs=jobs)
    assert set(incremental.warnings) <= set(clean.warnings)

    assert_same(incremental, clean)
    assert before != clean.files(), "the edit changed nothing, so the test proves nothing"


@pytest.mark.parametrize("edit", [retitle_session, retitle_track, retitle_project, retitle_page, change_date])
def test_only_pages_that_differ_are_written(site: Site, edit: Callable[[Site], None]) -> None:
    before = site.build().files()
    edit(site)
    written = site.build().written
    after = site.build("clean").files()

    differ = {name.removesuffix(".html") for name in after if name.endswith(".html") and before[name] != after[name]}
    assert written - GENERATED == differ - GENERATED


@pytest.mark.parametrize("jobs", [1, 4])
def test_no_edit_writes_no_page(site: Site, jobs: int) -> None:
    first = site.build(jobs=jobs)
    second = site.build(jobs=jobs)
    assert second.written <= GENERATED
    assert first.files() == second.files()


def test_builders_share_what_was_read(site: Site) -> None:
    """Both outputs are up to date although the edit was read only once."""
    outputs = {}
    for edit in (None, retitle_session):
        if edit:
            edit(site)
        for builder in ("html", "dirhtml"):
            outputs[builder] = site.build("shared", builder=builder)
    for builder in outputs:
        assert_same(outputs[builder], site.build("clean", builder=builder))


def test_parallel_equals_serial(site: Site) -> None:
    assert site.build("serial").files() == site.build("parallel", jobs=4).files()


def test_reference_that_breaks_warns_without_being_read_again(site: Site) -> None:
    site.build()
    site.delete("sessions/day-two.md")
    site.edit("tracks/security.md", "/sessions/day-two\n", "")
    warnings = site.build().warnings
    assert any("explore.md" in line and "conf.unknown-id" in line for line in warnings), warnings


def test_pages_that_were_not_asked_for_are_written_later(site: Site) -> None:
    site.build()
    retitle_session(site)
    some = site.build(only=["sessions/day-one.md"])
    assert {"sessions/day-one", "tracks/security"} & some.written == {"sessions/day-one"}
    assert_same(site.build(), site.build("clean"))


def test_what_was_damaged_is_mended_by_a_build_that_forgets(site: Site) -> None:
    built = site.build()
    before = built.files()
    for name in ("embed/day-one.html", "data/report.json"):
        (built.out / name).write_text("damaged", "utf-8")
    assert site.build(fresh=True).files() == before


def test_a_new_version_of_an_extension_removes_what_the_old_one_wrote(site: Site) -> None:
    version = site.folder / "version"
    version.write_text("1")
    site.add_extension(
        "versioned",
        f"from pathlib import Path\ndef setup(app):\n    return {{'env_version': int(Path({str(version)!r}).read_text())}}\n",
    )
    for builder in ("html", "dirhtml"):
        site.build("shared", builder)
    delete_page(site)
    version.write_text("2")
    for builder in ("html", "dirhtml"):
        assert_same(site.build("shared", builder), site.build(f"clean-{builder}", builder))


def swap(site: Site, one: str, other: str) -> None:
    """Exchange two files, which keep their times."""
    first, second, aside = site.source / one, site.source / other, site.folder / "aside"
    first.rename(aside)
    second.rename(first)
    aside.rename(second)


def copy_with_time(site: Site, name: str, old: str, new: str) -> None:
    """Replace a file as ``cp -p`` does, by an edited one that is older than the last build."""
    before = (site.source / name).stat()
    site.edit(name, old, new)
    os.utime(site.source / name, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_files_that_keep_their_times_are_read(site: Site) -> None:
    """Swapped sessions, a copied page and a copied part of a page; each output is given what another has read."""
    site.write("parts/note.txt", "A note in a part.\n")
    site.edit("explore.md", "# ", "```{include} parts/note.txt\n```\n\n# ")
    for builder in ("html", "dirhtml"):
        site.build("shared", builder)
    swap(site, "sessions/day-one.md", "sessions/lightning.md")
    copy_with_time(site, "projects/falco.md", "# Falco", "# Falcon")
    copy_with_time(site, "parts/note.txt", "A note", "Another word")
    for builder in ("html", "dirhtml"):
        assert_same(site.build("shared", builder), site.build(f"clean-{builder}", builder))


def test_an_edited_style_sheet_is_known_to_all_pages(site: Site) -> None:
    site.write("_static/site.css", "p { color: black }\n")
    site.write("_static/more/deep.js", "1;\n")
    site.write("_templates/footer.html", "<p>A foot</p>\n")
    configuration = (site.source / "conf.py").read_text("utf-8")
    files = 'html_css_files = ["site.css"]\nhtml_js_files = ["more/deep.js"]\ntemplates_path = ["_templates"]\n'
    site.write("conf.py", f'{configuration}\nhtml_static_path = ["_static"]\n{files}')
    before = site.build().read("explore.html")
    site.build("build", "epub")
    for name, old, new in (("_static/site.css", "black", "white"), ("_static/more/deep.js", "1", "2")):
        site.edit(name, old, new)
        after = site.build()
        assert after.read("explore.html") != before
        assert_same(after, site.build(f"clean-{new}"))
        before = after.read("explore.html")
    assert site.build().written <= GENERATED


JAPANESE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
WORDS = """
from docutils import nodes
from pathlib import Path
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxRole

class Word(SphinxRole):
    def run(self):
        return [nodes.Text(str(get_translation("words")("Word")))], []

def setup(app):
    app.add_message_catalog("words", str(Path(__file__).parent / "locale"))
    app.add_role("word", Word())
"""


def catalogue(original: str, translated: str) -> bytes:
    """A compiled catalogue of one message."""
    made = BytesIO()
    messages = Catalog(locale="ja")
    messages.add(original, translated)
    write_mo(made, messages)
    return made.getvalue()


@pytest.mark.parametrize(("builder", "edited"), [("html", "sphinx.po"), ("epub", "words.mo")])
def test_an_edited_interface_catalogue_is_read_by_all_pages(site: Site, builder: str, edited: str) -> None:
    """Sphinx's words in the site, and those of an extension."""
    site.write("locale/ja/LC_MESSAGES/sphinx.po", f'{JAPANESE}\nmsgid "Note"\nmsgstr "注"\n')
    configuration = (site.source / "conf.py").read_text("utf-8")
    site.write("conf.py", f'{configuration}\nlanguage = "ja"\nlocale_dirs = ["locale"]\n')
    site.edit("explore.md", "# ", ":::{note}\nA {word}`x`.\n:::\n\n# ")
    site.write("words/__init__.py", WORDS)
    site.edit("conf.py", '"workarounds.stale_output"]', '"workarounds.stale_output", "words"]\nsys.path.insert(0, ".")')
    site.edit("conf.py", 'sys.path.insert(0, ".")', f"sys.path.insert(0, {str(site.source)!r})")
    words = site.source / "words/locale/ja/LC_MESSAGES/words.mo"
    words.parent.mkdir(parents=True)
    words.write_bytes(catalogue("Word", "言葉"))
    page = "explore.xhtml" if builder == "epub" else "explore.html"
    first = site.build_apart(builder=builder)
    assert "注" in first.read(page)
    assert "言葉" in first.read(page)
    if edited == "sphinx.po":
        site.edit("locale/ja/LC_MESSAGES/sphinx.po", "注", "注意書き")
    else:
        words.write_bytes(catalogue("Word", "単語"))
    second, clean = (site.build_apart(folder, builder) for folder in ("build", "clean"))
    assert ("注意書き" in second.read(page), "単語" in second.read(page)) == (
        edited == "sphinx.po",
        edited == "words.mo",
    )
    for name, content in clean.files().items():
        if not name.endswith((".epub", ".opf", ".ncx")):  # these hold the time of the build
            assert second.files()[name] == content, f"{name} is stale"


SETTINGS = """
html_static_path = ["_static"]
html_extra_path = ["extra"]
html_copy_source = True
html_favicon = "mark.svg"
"""
OFF = """
html_use_index = epub_use_index = False
html_domain_indices = False
"""


@pytest.mark.parametrize("builder", ["html", "epub", "dirhtml"])
def test_what_is_no_longer_copied_or_generated_goes(site: Site, builder: str) -> None:
    """Pictures, downloads, static, extra and source files, folders, and the pages that a setting generates."""
    configuration = (site.source / "conf.py").read_text("utf-8")
    site.write("conf.py", configuration + SETTINGS)
    files = ["mark.svg", "seen.svg", "kept.svg", "_static/a/b/deep.css", "_static/kept.css", "extra/well-known/a.txt"]
    for name in [*files, "extra/b.txt", "slides.txt", "kept.txt"]:
        site.write(name, "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.edit("explore.md", "# ", "![seen](seen.svg) {download}`slides.txt`\n\n# ")
    site.edit("tracks/storage.md", "# Storage", "# Storage\n\n![kept](/kept.svg) {download}`/kept.txt`")
    site.write("alone/deep/page.md", "---\norphan: true\n---\n# Alone\n\n![](/mark.svg)\n")
    before = site.build(builder=builder).files().keys()
    site.write("conf.py", configuration + SETTINGS.replace('html_favicon = "mark.svg"', "") + OFF)
    site.edit("explore.md", "![seen](seen.svg) {download}`slides.txt`\n\n", "")
    for name in ("_static/a/b/deep.css", "extra/well-known/a.txt", "alone/deep/page.md"):
        site.delete(name)
    after, clean = site.build(builder=builder), site.build("clean", builder=builder)

    assert len(before - clean.files().keys()) >= 5
    assert sorted(path.relative_to(after.out) for path in after.out.rglob("*")) == sorted(
        path.relative_to(clean.out) for path in clean.out.rglob("*")
    )
    for name, content in clean.files().items():
        if not name.endswith((".epub", ".opf", ".ncx")):  # these hold the time of the build
            assert after.files()[name] == content, f"{name} is stale"
    if builder == "epub":
        assert "seen.svg" not in after.read("content.opf")
        assert "kept.svg" in after.read("content.opf")
    assert site.build(builder=builder).files().keys() == clean.files().keys()
