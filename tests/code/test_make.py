"""The Makefile touches no folder but the one that it is given."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import REPOSITORY


@pytest.mark.parametrize("name", ["a b", "it's", "-x", "a;b", "*"])
def test_clean_removes_only_the_folder_of_the_build(tmp_path: Path, name: str) -> None:
    shutil.copy(REPOSITORY / "Makefile", tmp_path)
    others = ["a", "b", "_build", "x"]
    for folder in (*others, name):
        (tmp_path / folder).mkdir()
    subprocess.run(["make", "clean", f"BUILDDIR={name}"], cwd=tmp_path, check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "Makefile"])


def test_every_command_takes_the_folder_as_one_word() -> None:
    commands = (REPOSITORY / "Makefile").read_text("utf-8").replace("BUILDDIR='$(BUILDDIR)'", "")
    assert [line for line in commands.splitlines() if line.startswith("\t") and "$(BUILDDIR)" in line] == []
