"""The YAML block at the top of a page: what it says, what is wrong with it, and on which line a field is.

MyST reads the front matter itself, slowly, and says only that it is malformed. These functions name the line and the
field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from .problems import Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

Path = tuple[str | int, ...]


def block(source: str) -> str | None:
    """The YAML text between the opening ``---`` and the next one; None where the page has no front matter."""
    lines = source.splitlines()
    if not lines or not lines[0].startswith("---"):
        return None
    end = next((n for n, line in enumerate(lines[1:], 1) if line.startswith(("---", "..."))), len(lines))
    return "\n".join(lines[1:end]) + "\n"


def blank(source: str) -> str:
    """The same page with its front matter emptied, every other line where it was."""
    lines = source.splitlines(keepends=True)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.startswith(("---", "..."))), len(lines) - 1)
    return "\n" * (end + 1) + "".join(lines[end + 1 :])


def read(source: str) -> tuple[dict[str, Any], Problem | None]:
    """The fields of the front matter, or none and the first thing that keeps it from being read."""
    try:
        root = yaml.compose(block(source) or "", Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        return {}, Problem("yaml", (), f"the front matter is not YAML: {what}.", mark.line + 2 if mark else 1)
    if root is None:
        return {}, None
    problem = _check(root)
    return ({}, problem) if problem else (Loader("").construct_document(root), None)


def _check(root: yaml.Node) -> Problem | None:
    if not isinstance(root, yaml.MappingNode):
        return Problem("yaml", (), "the front matter is not a mapping of fields to values.", root.start_mark.line + 2)
    constructor = Loader("")
    for path, key, value in _walk(root):
        line = key.start_mark.line + 2
        if path is None:
            return Problem("yaml", (), f"the field {key.value!r} is given twice.", line)
        if value.tag not in Loader.yaml_constructors:
            return Problem("yaml", path, f"the tag {value.tag} is not allowed.", line)
        if isinstance(value, yaml.ScalarNode):
            try:
                constructor.construct_object(value)
            except (ValueError, yaml.YAMLError) as error:
                if value.tag.endswith(":timestamp"):
                    return Problem("bad-date", path, f"{value.value!r} is not a date of the calendar ({error}).", line)
                return Problem("yaml", path, f"{value.value!r} cannot be read ({error}).", line)
    return None


def line_of(source: str, path: Sequence[str | int]) -> int:
    """The 1-based line of a field of the front matter, or of the nearest field around it that exists."""
    root = yaml.compose(block(source) or "", Loader)
    lines = {known: key.start_mark.line + 2 for known, key, _ in _walk(root) if known is not None}
    return next((lines[tuple(path[:n])] for n in range(len(path), 0, -1) if tuple(path[:n]) in lines), 1)


def _walk(root: yaml.Node | None) -> Iterator[tuple[Path | None, yaml.Node, yaml.Node]]:
    """Every field below a node as (its path, the node that names it, its value); a path of None is a repeated key.

    What YAML's aliases repeat is visited once.
    """
    waiting: list[tuple[Path, yaml.Node | None]] = [((), root)]
    visited: set[int] = set()
    while waiting:
        path, node = waiting.pop(0)
        if id(node) in visited:
            continue
        visited.add(id(node))
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                here = (*path, str(key.value))
                yield (None if key.value in seen else here), key, value
                seen.add(key.value)
                waiting.append((here, value))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                yield (*path, number), value, value
                waiting.append(((*path, number), value))
