"""What the site has published: names in its inventory, and addresses. The list in ``published.txt`` only grows.

``python tests/promise.py FOLDER`` adds to the list what the build in a folder publishes; ``make published`` makes that
build, with a base URL, so that nothing is left out. A line is one of

- ``conf:session <name> <address>`` and the like: the name has been in the inventory, as it is again while it resolves;
- an address below the root of the site, without white space.
"""

from __future__ import annotations

import re
import sys
import zlib
from pathlib import Path

LIST = Path(__file__).with_name("published.txt")
# For the site itself, and nobody else's to link to.
_INTERNAL = re.compile(r"[_.]|(searchindex\.js|(.*/)?csp\.txt)$")


def published() -> list[str]:
    """The lines of the list."""
    return LIST.read_text("utf-8").splitlines()


def publishes(out: Path) -> set[str]:
    """The lines that a build stands for."""
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    return {" ".join(entry) for entry in _inventory(out)} | {file for file in files if not _INTERNAL.match(file)}


def broken(lines: list[str], out: Path) -> list[str]:
    """The lines that a build does not keep: the name is not in the inventory any more, or nothing is at the address."""
    names = {(type, name) for type, name, _ in _inventory(out)}

    def kept(line: str) -> bool:
        type, *name, _address = line.split(" ") if " " in line else ("", line)
        return (type, " ".join(name)) in names if type else (out / line).is_file()

    return [line for line in lines if not kept(line)]


def _inventory(out: Path) -> list[tuple[str, str, str]]:
    """The records and labels of ``objects.inv`` (version 2): type, name and address."""
    *_head, packed = (out / "objects.inv").read_bytes().split(b"\n", 4)
    found = []
    for line in zlib.decompress(packed).decode().splitlines():
        entry = re.fullmatch(r"(.+?) ((?:conf|std):\w+) -?\d+ (\S*) .*", line)
        if entry and (entry[2] == "std:label" or entry[2].startswith("conf:")):
            address = f"{entry[3][:-1]}{entry[1]}" if entry[3].endswith("$") else entry[3]
            found.append((entry[2], entry[1], address))
    return found


if __name__ == "__main__":
    before = set(published())
    after = before | publishes(Path(sys.argv[1]))
    LIST.write_text("".join(f"{line}\n" for line in sorted(after)), "utf-8")
    print(f"{len(after - before)} new lines in {LIST.name}")
