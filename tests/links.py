"""The pages of an edition, the addresses in them, and the files that these lead to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup


def texts(root: Path, language: str) -> dict[str, str]:
    """The pages of an edition by their path; cards for other sites and redirects are none."""
    out = root if language == "en" else root / language
    other = [path for path in out.iterdir() if (path / ".buildinfo").exists()]
    found = {
        path.relative_to(out).as_posix(): path.read_text("utf-8")
        for path in sorted(out.rglob("*.html"))
        if not any(path.is_relative_to(one) for one in other)
    }
    return {name: text for name, text in found.items() if "sidebar-drawer" in text}


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
