"""An incremental build equals a clean one, whatever was edited, and writes what it must and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
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
from sphinx.errors import ExtensionError

GENERATED = {"genindex", "search", "conf-projects", "conf-speakers", "conf-tracks"}  # Sphinx writes these every time


def assert_same(incremental: Built, clean: Built) -> None:
    stale = incremental.files().keys() - clean.files().keys()
    # Sphinx does not remove the page of an index that has become empty.
    assert stale <= {"conf-speakers.html"}
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


def test_an_interrupted_build_counts_for_nothing(site: Site) -> None:
    clean = site.build("clean")
    obstacle = site.build().out / "embed" / "falco.html"
    retitle_project(site)
    site.write("sessions/another.md", "---\norphan: true\nsession: {}\n---\n# Another\n")
    obstacle.unlink()
    obstacle.mkdir()
    with pytest.raises(ExtensionError):
        site.build()
    obstacle.rmdir()
    site.edit("projects/falco.md", "# Falco, the falcon", "# Falco")
    site.delete("sessions/another.md")

    assert_same(site.build(), clean)


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
