"""A map of sessions and projects as an SVG of two columns, with a curve for each mention and a link in every node.

It has no script and no style of its own: ``session-map.css`` colours it.

Every link is a transparent box above the picture, and holds what is seen while it is hovered or has the focus: a veil
over the whole picture, with a hole for each node that belongs to it, and its own curves.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from typing import NamedTuple
from unicodedata import category, east_asian_width

from sphinx.locale import get_translation

from .graph import Link
from .records import Relation
from .words import aside, capitalised, listed

_ = get_translation("confreport")

# All lengths are in pixels of CSS, at the size at which the drawing is not scaled.
WIDTH = 720
COLUMNS = {"session": (0, 330), "project": (500, 220)}  # left edge and width
FONT, LINE = 14, 19
PADDING = 11, 8  # beside and above the words of a node
RADIUS = 6
GAP = 10
HEAD = 30
MARGIN = 2  # for the outline of the last node
PORTS = 9  # the largest distance between the ends of two curves at one node

ROUNDS = 12
"""How often the columns are sorted; few graphs get better after that."""

_HIRAGANA, _KATAKANA = r"\u3041-\u309f", r"\u30a0-\u30ff\uff66-\uff9f"
_IDEOGRAPHS = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OPENING, _CLOSING = "「『（［｛〈《【〔“", "」』）］｝〉》】〕”、。，．・：；！？…"
_OTHER = rf"[^\s{_HIRAGANA}{_KATAKANA}{_IDEOGRAPHS}{_OPENING}{_CLOSING}]"
_PHRASE = re.compile(rf"[{_OPENING}]*(?:[{_KATAKANA}]+|[{_IDEOGRAPHS}]+|{_OTHER}+)?[{_HIRAGANA}]*[{_CLOSING}]*\s*")


HEADS = {"session": _("sessions"), "project": _("projects")}


class Edge(NamedTuple):
    """A line of a map."""

    session: Link
    project: Link
    relation: Relation


class Target(NamedTuple):
    """Where a node leads.

    :param language: of its title; empty where that is the language of the page
    """

    address: str
    language: str


class Box(NamedTuple):
    """A node at its place."""

    link: Link
    lines: tuple[str, ...]
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Its vertical centre."""
        return self.top + self.height / 2


Ends = dict[Link, list[tuple[Edge, Link]]]
"""Of each node its edges, and what is at their other ends."""


class Curve(NamedTuple):
    """An edge, and the heights at which it leaves its session and reaches its project."""

    edge: Edge
    start: float
    end: float


def drawing(edges: Sequence[Edge], target: Callable[[Link], Target]) -> str:
    """The legend and the map as HTML with an inline SVG."""
    ends = ends_of(edges)
    boxes = {box.link: box for box in layout(ends)}
    curves = _curves(ends, boxes)
    targets = {one: target(one) for one in boxes}
    height = max(box.top + box.height for box in boxes.values()) + MARGIN
    columns = {kind: [box for box in boxes.values() if box.link.kind == kind] for kind in COLUMNS}
    name = escape(str(_("A map of sessions and the projects that they name.")))
    heads = {kind: escape(capitalised(words)) for kind, words in HEADS.items()}
    return "\n".join(
        [
            '<div class="conf-map-drawing">',
            _legend(edges),
            f'<svg viewBox="0 0 {WIDTH} {_number(height)}" fill="none" role="group" aria-label="{name}">',
            '<g aria-hidden="true">',
            *(
                f'<text class="conf-map-head" x="{left + PADDING[0]}" y="{FONT}">{heads[kind]}</text>'
                for kind, (left, _) in COLUMNS.items()
            ),
            *map(_path, curves.values()),
            *(_picture(box, targets[box.link].language) for box in boxes.values()),
            "</g>",
            *(
                line
                for kind, column in columns.items()
                for line in (
                    f'<g role="list" aria-label="{heads[kind]}">',
                    *(_link(box, targets[box.link], ends[box.link], curves, boxes, height) for box in column),
                    "</g>",
                )
            ),
            "</svg>",
            "</div>",
        ]
    )


def _relations(edges: Iterable[Edge]) -> list[Relation]:
    """Those that occur, the most telling first."""
    return [one for one in Relation if any(edge.relation == one for edge in edges)]


def _legend(edges: Sequence[Edge]) -> str:
    items = "".join(
        f'<li><svg viewBox="0 0 36 8" aria-hidden="true"><path class="conf-{one}" d="M0 4H36"/></svg>'
        f"{escape(str(one.label))}</li>\n"
        for one in _relations(edges)
    )
    return f'<ul class="conf-map-legend">\n{items}</ul>'


def _picture(box: Box, language: str) -> str:
    """The node as it is seen."""
    lang = f' lang="{escape(language)}"' if language else ""
    left, first = box.left + PADDING[0], box.top + PADDING[1] + FONT
    lines = "".join(
        f'<tspan x="{_number(left)}" y="{_number(first + row * LINE)}">{escape(line)}</tspan>'
        for row, line in enumerate(box.lines)
    )
    return f'<g class="conf-map-{box.link.kind}">{_rectangle(box)}<text{lang}>{lines}</text></g>'


def _link(
    box: Box,
    target: Target,
    ends: Sequence[tuple[Edge, Link]],
    curves: dict[Edge, Curve],
    boxes: dict[Link, Box],
    height: float,
) -> str:
    """The node as it is used: its box, and what is seen while it is pointed at."""
    lang = f' lang="{escape(target.language)}"' if target.language else ""
    said = listed(other.title + "".join(aside(edge.relation.label)) for edge, other in ends)
    near = [box, *(boxes[other] for other in dict.fromkeys(other for _, other in ends))]
    holes = "".join(
        f"M{_number(one.left)} {_number(one.top)}h{_number(one.width)}v{_number(one.height)}h{_number(-one.width)}z"
        for one in near
    )
    veil = f"M0 {HEAD - MARGIN}H{WIDTH}V{_number(height)}H0z{holes}"
    return (
        f'<g role="listitem"><a href="{escape(target.address)}"{lang} aria-label="{escape(box.link.title)}">'
        f"<desc>{escape(said)}</desc>{_rectangle(box)}"
        f'<g aria-hidden="true"><path class="conf-map-veil" d="{veil}"/>'
        f"{''.join(_path(curves[edge]) for edge, _ in ends)}{''.join(map(_rectangle, near))}</g></a></g>"
    )


def _rectangle(box: Box) -> str:
    return (
        f'<rect x="{_number(box.left)}" y="{_number(box.top)}" width="{_number(box.width)}"'
        f' height="{_number(box.height)}" rx="{RADIUS}"/>'
    )


def _path(curve: Curve) -> str:
    start, end = sum(COLUMNS["session"]), COLUMNS["project"][0]
    middle = (start + end) / 2
    points = [(start, curve.start), (middle, curve.start), (middle, curve.end), (end, curve.end)]
    move, *control = (f"{_number(x)} {_number(y)}" for x, y in points)
    return f'<path class="conf-{curve.edge.relation}" d="M{move}C{" ".join(control)}"/>'


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


# The layout


def ends_of(edges: Iterable[Edge]) -> Ends:
    """The nodes in the order in which they come, sessions first."""
    ends: Ends = {}
    for edge in edges:
        ends.setdefault(edge.session, []).append((edge, edge.project))
    for edge in edges:
        ends.setdefault(edge.project, []).append((edge, edge.session))
    return ends


def layout(ends: Ends) -> list[Box]:
    """All nodes, sessions first, each column from top to bottom.

    The taller column is filled evenly. In the other each node stands as near as it can to those that it belongs to.
    """
    columns = ordered(ends)
    lines = {one: wrapped(one.title, (COLUMNS[one.kind][1] - 2 * PADDING[0]) / FONT) for one in ends}
    heights = {one: len(lines[one]) * LINE + 2 * PADDING[1] for one in ends}
    rooms = {kind: sum(heights[one] + GAP for one in column) for kind, column in columns.items()}
    middles: dict[Link, float] = {}
    for kind in sorted(rooms, key=lambda kind: -rooms[kind]):
        column = columns[kind]
        wishes = [_mean([middles.get(other, 0) for _, other in ends[one]]) for one in column]
        tops = placed([heights[one] for one in column], wishes, max(rooms.values()))
        middles |= {one: top + heights[one] / 2 for one, top in zip(column, tops, strict=True)}
    return [
        Box(one, lines[one], left, HEAD + middles[one] - heights[one] / 2, width, heights[one])
        for kind, (left, width) in COLUMNS.items()
        for one in columns[kind]
    ]


def ordered(ends: Ends) -> dict[str, list[Link]]:
    """Both columns in an order in which few edges cross.

    What is not connected stands apart. Each column is sorted in turn by the mean place of its neighbours, as by the
    barycentre heuristic of Sugiyama, Tagawa and Toda (1981, https://doi.org/10.1109/TSMC.1981.4308636). Where that is
    even, the order in which they came stays.
    """
    part = _parts(ends)
    columns = {kind: sorted((one for one in ends if one.kind == kind), key=part.__getitem__) for kind in COLUMNS}
    best, fewest = dict(columns), crossings(ends, columns)
    for turn in range(ROUNDS):
        moved, fixed = ("session", "project") if turn % 2 else ("project", "session")
        place = {one: row for row, one in enumerate(columns[fixed])}
        ranks = {one: (part[one], _mean([place[other] for _, other in ends[one]])) for one in columns[moved]}
        columns[moved] = sorted(columns[moved], key=ranks.__getitem__)
        if (count := crossings(ends, columns)) < fewest:
            best, fewest = dict(columns), count
    return best


def _parts(ends: Ends) -> dict[Link, int]:
    """The number of the connected part in which each node is."""
    found: dict[Link, int] = {}
    for number, first in enumerate(ends):
        waiting = [first]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = number
                waiting += [other for _, other in ends[one]]
    return found


def crossings(ends: Ends, columns: dict[str, list[Link]]) -> int:
    """How many pairs of edges cross."""
    place = {one: row for row, one in enumerate(columns["project"])}
    passed: list[int] = []
    count = 0
    for session in columns["session"]:
        reached = [place[project] for _, project in ends[session]]
        count += sum(len(passed) - bisect_right(passed, one) for one in reached)
        for one in reached:
            insort(passed, one)
    return count


def placed(heights: Sequence[float], wishes: Sequence[float], room: float) -> list[float]:
    """The tops of nodes in their order, each as near to its wish as the others let it, none outside the room.

    Nodes that would overlap are moved together (the pool-adjacent-violators algorithm of isotonic regression).

    :param wishes: the middles at which they would stand best
    """
    offsets: list[float] = []
    groups: list[tuple[float, int]] = []  # of nodes that touch: the sum of where the first would begin, and how many
    taken = 0.0
    for height, wish in zip(heights, wishes, strict=True):
        offsets.append(taken)
        group = wish - height / 2 - taken, 1
        while groups and groups[-1][0] / groups[-1][1] >= group[0] / group[1]:
            above = groups.pop()
            group = above[0] + group[0], above[1] + group[1]
        groups.append(group)
        taken += height + GAP
    starts = [min(max(total / count, 0), room - taken) for total, count in groups for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _curves(ends: Ends, boxes: dict[Link, Box]) -> dict[Edge, Curve]:
    """The edges with their ends, spread over the side of each node; the most telling relation comes last, on top."""
    heights: dict[tuple[Link, Edge], float] = {}
    for one, own in ends.items():
        box = boxes[one]
        own = sorted(own, key=lambda end: boxes[end[1]].middle)
        step = min(PORTS, box.height / (len(own) + 1))
        heights |= {(one, edge): box.middle + (row - (len(own) - 1) / 2) * step for row, (edge, _) in enumerate(own)}
    edges = [edge for one, own in ends.items() if one.kind == "session" for edge, _ in own]
    rank = {relation: row for row, relation in enumerate(_relations(edges))}
    return {
        edge: Curve(edge, heights[edge.session, edge], heights[edge.project, edge])
        for edge in sorted(edges, key=lambda edge: -rank[edge.relation])
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# The lines of a title


def wrapped(title: str, width: float) -> tuple[str, ...]:
    """A title in as few lines as it needs, of about the same width, broken at spaces and between Japanese phrases.

    A Japanese phrase ends with hiragana, as most particles and endings are written. What is too long for a line is
    broken anywhere.

    :param width: of a line, in em
    """
    phrases = [
        part for phrase in _PHRASE.findall(title) for part in ([phrase] if estimated_width(phrase) <= width else phrase)
    ]
    parts = [(phrase, estimated_width(phrase)) for phrase in phrases]
    lines = _filled(parts, width)
    narrower = max(max(wide for _, wide in parts), sum(wide for _, wide in parts) / len(lines))
    while len(balanced := _filled(parts, narrower)) > len(lines):
        narrower = min(narrower + 1, width)
    return tuple(balanced)


def _filled(parts: Sequence[tuple[str, float]], width: float) -> list[str]:
    lines = [""]
    taken = 0.0
    for part, wide in parts:
        if lines[-1] and taken + wide > width:
            lines.append("")
            taken = 0
        lines[-1] += part
        taken += wide
    return [line.rstrip() for line in lines]


def estimated_width(text: str) -> float:
    """About how wide a text is in em, in a sans-serif face; rather too wide than too narrow."""
    return sum(map(_letter_width, text))


@cache
def _letter_width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1
    if category(letter) in ("Mn", "Me", "Cf"):
        return 0
    if letter in "fijlrt.,:;'!|()[]/ ":
        return 0.37
    if letter in "mwMW@%—…" or ord(letter) > 0x2FFF:
        return 0.95
    return 0.72 if letter.isupper() else 0.58
