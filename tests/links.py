"""Addresses in pages, and the files that they lead to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup


def addresses(page: Path) -> list[str]:
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    found = [
        str(tag[name])
        for name in ("href", "src", "action", "data-content_root")
        for tag in soup.find_all(attrs={name: True})
    ]
    return [one for one in found if one and not one.startswith("#") and not urlsplit(one).netloc]


def target(out: Path, address: str, root: str = "/") -> Path:
    path = out / urlsplit(address).path.removeprefix(root)
    return path / "index.html" if path.is_dir() else path
