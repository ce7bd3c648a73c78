"""The YAML block at the top of a page: what it says, what is wrong with it, and on which line a field is.

MyST reads the front matter itself, slowly, and says only that it is malformed. These functions name the line and the
field, and leave to MyST what it can take.

Whatever the block holds, the work is bounded: by its length, by its depth, and by its size with every alias written
out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from .problems import REFUSED, Problem, quoted

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

Path = tuple[str | int, ...]

RECORDS = ("session", "track", "project")
LONGEST = 100_000
"""In characters, and again with every alias written out."""
DEEPEST = 32
LONGEST_NUMBER = 100

_YAML = "tag:yaml.org,2002:"
_TEXT, _MERGE, _DAY = f"{_YAML}str", f"{_YAML}merge", f"{_YAML}timestamp"
_NUMBERS = {f"{_YAML}int", f"{_YAML}float"}
_SCALARS = {_TEXT, _DAY, *_NUMBERS, f"{_YAML}bool", f"{_YAML}null"}
_BREAK = re.compile(r"\r\n|\r|\n")
_NOT_YAML = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFUSED = "!refused"
# What the constructors of PyYAML raise, all of it for a scalar with a tag that does not fit: `!!bool x`, `!!int ''`.
_ERRORS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, yaml.YAMLError)


class _Loader(SafeLoader):
    pass


class _Dumper(yaml.SafeDumper):
    def represent_str(self, data: str) -> yaml.ScalarNode:
        """Line breaks are written as escapes, so that the whole is one line."""
        return self.represent_scalar(_TEXT, data, style='"' if "\n" in data else None)


_Loader.add_constructor(_REFUSED, lambda *_: REFUSED)
_Dumper.add_representer(str, _Dumper.represent_str)


class Block(NamedTuple):
    """The YAML text of a page, and what follows it.

    :param lines: how many lines the block takes, with its two fences
    :param fenced: whether the fences are what every program takes for fences, and nothing between them is
    """

    text: str
    body: str
    lines: int
    fenced: bool


class FrontMatter(NamedTuple):
    """What the top of a page says.

    :param readable: whether the fields are known, but for those that are :data:`~.problems.REFUSED`
    :param lines: the 1-based line of each field
    :param text: the YAML, empty where there is none
    """

    fields: dict[str, Any] = {}  # noqa: RUF012 - never changed
    problems: Sequence[Problem] = ()
    readable: bool = True
    lines: Mapping[Path, int] = {}
    text: str = ""


def block(source: str) -> Block | None:
    """The front matter, exactly where MyST sees one (``mdit_py_plugins/front_matter``); None where it is all text."""
    opening = re.match(r"(-{3,})[^\r\n]*", source)
    if not opening:
        return None
    closing = re.compile(rf"\.\.\.[ \t]*| {{0,3}}-{{{len(opening[1])},}}[ \t]*")
    lines = 1
    first = None
    for line_break in _BREAK.finditer(source, opening.end()):
        if first is None:
            first = line_break.end()
        else:
            lines += 1
        start = line_break.end()
        following = _BREAK.search(source, start)
        if closing.fullmatch(source, start, following.start() if following else len(source)):
            text = source[first:start]
            fenced = source[start] != " " and not any(line.startswith(("---", "...")) for line in text.splitlines())
            return Block(text, source[following.end() :] if following else "", lines + 1, fenced)
    return None


def read(source: str) -> FrontMatter:
    """The fields of the front matter without the faulty ones, and every fault."""
    found = block(source)
    if found is None:
        return FrontMatter()
    text, lines = found.text, _Lines(found.text)
    if problem := _unreadable(text, lines):
        return FrontMatter({}, [problem], False, {}, text)
    try:
        root = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        return FrontMatter({}, [_not_yaml(error, lines)], False, {}, text)
    if root is None:
        return FrontMatter({}, (), True, {}, text)
    if problem := _too_large(root, lines) or _no_mapping(root, lines):
        return FrontMatter({}, [problem], False, {}, text)
    problems = list(_mended(root, lines))
    named = {path: lines.at(key.start_mark) for path, key in _named(root)}
    try:
        fields = _Loader("").construct_document(root)
    except _ERRORS as error:
        problems = problems or [Problem("yaml", (), f"the front matter cannot be read ({_plain(error)}).", 1)]
        return FrontMatter({}, problems, False, {}, text)
    return FrontMatter(fields, problems, True, named, text)


def for_myst(source: str, front: FrontMatter) -> str:
    """The same page, each line where it was, with no more front matter than MyST needs: the sound fields of others."""
    found = block(source)
    if found is None:
        # MyST would read its settings from text that only begins like front matter; a space keeps the text the same.
        return f" {source}" if source.startswith("---") else source
    others = _sound({name: value for name, value in front.fields.items() if name not in RECORDS})
    if not others:
        return "\n" * found.lines + found.body
    if found.fenced and not front.problems and len(others) == len(front.fields):
        return source
    text = yaml.dump(others, Dumper=_Dumper, default_flow_style=True, width=float("inf"), sort_keys=False)
    return f"---\n{text}---\n" + "\n" * (found.lines - 3) + found.body


def line_of(lines: Mapping[Path, int], path: Sequence[str | int]) -> int:
    """The 1-based line of a field of the front matter, or of the nearest field around it that exists."""
    return next((lines[tuple(path[:n])] for n in range(len(path), 0, -1) if tuple(path[:n]) in lines), 1)


def _sound(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sound(one) for key, one in value.items() if one is not REFUSED}
    if isinstance(value, list):
        return [_sound(one) for one in value if one is not REFUSED]
    return value


class _Lines:
    """The lines of the block, as editors count them: YAML ends lines elsewhere too."""

    def __init__(self, text: str) -> None:
        self._starts = [found.end() for found in _BREAK.finditer(text)]
        # libyaml does not count a byte order mark that it leaves out
        self._left_out = text.startswith("\ufeff")

    def at(self, place: Any) -> int:
        """The 1-based line in the page of a character or of one of YAML's marks."""
        index = place if isinstance(place, int) else place.index
        return 2 + bisect_right(self._starts, index + self._left_out)


def _unreadable(text: str, lines: _Lines) -> Problem | None:
    """What keeps the whole block from being read."""
    if len(text) > LONGEST:
        return Problem("yaml", (), f"the front matter has more than {LONGEST:,} characters.", 1)
    if wrong := _NOT_YAML.search(text):
        character = f"the character U+{ord(wrong[0]):04X}"
        return Problem(
            "yaml", (), f"the front matter is not YAML: {character} is not allowed.", lines.at(wrong.start())
        )
    depth = 0
    try:
        for event in yaml.parse(text, _Loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                return _too_deep(lines.at(event.start_mark))
    except yaml.YAMLError as error:
        return _not_yaml(error, lines)
    return None


def _not_yaml(error: yaml.YAMLError, lines: _Lines) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it cannot be read"
    return Problem("yaml", (), f"the front matter is not YAML: {_plain(what)}.", lines.at(mark) if mark else 1)


def _plain(text: object) -> str:
    return quoted(str(text))[1:-1]


def _too_deep(line: int) -> Problem:
    return Problem("yaml", (), f"the front matter has more than {DEEPEST} values inside each other.", line)


def _too_large(root: yaml.Node, lines: _Lines) -> Problem | None:
    """Whether what aliases repeat, or put inside itself, is more than a page can have."""
    size = 0
    waiting = [(root, 0, lines.at(root.start_mark))]
    while waiting:
        node, depth, line = waiting.pop()
        size += 1 + (len(node.value) if isinstance(node, yaml.ScalarNode) else 0)
        if depth > DEEPEST:
            return _too_deep(line)
        if size > LONGEST:
            return Problem(
                "yaml", (), f"with its aliases written out, the front matter is too long ({LONGEST:,}).", line
            )
        if isinstance(node, yaml.CollectionNode):
            pairs = node.value if isinstance(node, yaml.MappingNode) else [(part, part) for part in node.value]
            for name, value in pairs:
                # what an alias repeats stands above it
                here = max(line, lines.at(name.start_mark))
                waiting += [(part, depth + 1, here) for part in ((name, value) if name is not value else (value,))]
    return None


def _no_mapping(root: yaml.Node, lines: _Lines) -> Problem | None:
    if isinstance(root, yaml.MappingNode) and root.tag == f"{_YAML}map":
        return None
    return Problem("yaml", (), "the front matter is not a mapping of fields to values.", lines.at(root.start_mark))


def _mended(root: yaml.Node, lines: _Lines) -> Iterator[Problem]:
    """Every fault below a node; what is faulty is taken out, or replaced by :data:`~.problems.REFUSED`."""
    waiting: deque[tuple[Path, yaml.Node]] = deque([((), root)])
    seen: set[int] = set()
    refused: set[int] = set()

    def checked(path: Path, value: yaml.Node, line: int) -> Iterator[Problem]:
        if id(value) not in refused and (fault := _fault(path, value, line)):
            refused.add(id(value))
            yield fault
        elif id(value) not in refused:
            waiting.append((path, value))

    def kept(value: yaml.Node) -> yaml.Node:
        return yaml.ScalarNode(_REFUSED, "", value.start_mark) if id(value) in refused else value

    while waiting:
        path, node = waiting.popleft()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            pairs, names = [], set[str]()
            for key, value in node.value:
                line = lines.at(key.start_mark)
                if fault := _fault_of_name(path, key, value, names, line):
                    yield fault
                    continue
                names.add(key.value)
                yield from checked((*path, key.value), value, line)
                if id(value) not in refused or key.tag != _MERGE:
                    pairs.append((key, kept(value)))
            node.value = pairs
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                yield from checked((*path, number), value, lines.at(value.start_mark))
            node.value = [kept(value) for value in node.value]


def _fault_of_name(path: Path, key: yaml.Node, value: yaml.Node, names: set[str], line: int) -> Problem | None:
    """What is wrong with the name of a field, or with the name of a value elsewhere."""
    if not isinstance(key, yaml.ScalarNode):
        return Problem("yaml", path, "a list or mapping stands where the name of a field must.", line)
    if key.tag == _MERGE:
        merged = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if all(isinstance(one, yaml.MappingNode) for one in merged):
            return None
        return Problem("yaml", (*path, "<<"), "only a mapping, or a list of them, can be merged.", line)
    if _is_half_character(key.value):
        return Problem("yaml", path, f"the name {quoted(key.value)} is no text.", line)
    if key.tag != _TEXT and (not path or path[0] in RECORDS or _fault(path, key, line) or key.tag == _DAY):
        return Problem("yaml", path, f"{quoted(key.value)} is not the name of a field; a text needs quotes here.", line)
    return Problem("yaml", path, f"the field {quoted(key.value)} is given twice.", line) if key.value in names else None


def _fault(path: Path, value: yaml.Node, line: int) -> Problem | None:
    """What is wrong with a value, leaving aside what is inside it."""
    if isinstance(value, yaml.CollectionNode):
        if value.tag != f"{_YAML}{'map' if isinstance(value, yaml.MappingNode) else 'seq'}":
            return Problem("yaml", path, f"the tag {_plain(value.tag)} is not allowed.", line)
        # `{{ name }}`, as templates have it
        if (
            len(path) > 1
            and isinstance(value, yaml.MappingNode)
            and any(not isinstance(key, yaml.ScalarNode) for key, _ in value.value)
        ):
            return Problem("yaml", path, "braces begin a mapping and no text; put the value in quotes.", line)
        return None
    if value.tag not in _SCALARS:
        return Problem("yaml", path, f"the tag {_plain(value.tag)} is not allowed.", line)
    if value.tag in _NUMBERS and len(value.value) > LONGEST_NUMBER:
        return Problem("yaml", path, f"the number has {len(value.value):,} characters; a text needs quotes.", line)
    if _is_half_character(value.value):
        return Problem("yaml", path, f"{quoted(value.value)} is no text.", line)
    try:
        _Loader("").construct_object(value)
    except _ERRORS as error:
        if value.tag == _DAY:
            why = f" ({error})" if isinstance(error, ValueError) else ""
            return Problem("bad-date", path, f"{quoted(value.value)} is not a date of the calendar{why}.", line)
        return Problem("yaml", path, f"{quoted(value.value)} cannot be read as {value.tag.removeprefix(_YAML)}.", line)
    return None


def _is_half_character(text: str) -> bool:
    """Whether a text has a surrogate, which the escapes of YAML can write and no encoding can."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def _named(root: yaml.Node) -> Iterator[tuple[Path, yaml.Node]]:
    """The node that names each field below a node; what aliases repeat is visited once."""
    waiting: deque[tuple[Path, yaml.Node]] = deque([((), root)])
    seen: set[int] = set()
    while waiting:
        path, node = waiting.popleft()
        if id(node) in seen:
            continue
        seen.add(id(node))
        parts: Iterator[tuple[str | int, yaml.Node, yaml.Node]] = iter(())
        if isinstance(node, yaml.MappingNode):
            parts = ((key.value, key, value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            parts = ((number, value, value) for number, value in enumerate(node.value))
        for name, named, value in parts:
            yield (*path, name), named
            waiting.append(((*path, name), value))
