"""Message catalogues in a source folder that cannot be written to.

Sphinx compiles each catalogue into a file beside it, the one of its own words before it loads any extension, and ends
with a traceback where it cannot. So this is no extension; ``conf.py`` calls it::

    locale_dirs = [catalogues.writable(Path(__file__).parent / "locales")]

No report was found. Seen with Sphinx 9.0.4, ``sphinx/application.py``, line 277, and ``sphinx/util/i18n.py``, line 108.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def writable(folder: Path) -> str:
    """The folder of the catalogues, or where that is read-only a copy of it, which lasts as long as this build."""
    if all(os.access(one, os.W_OK) for one in (folder, *folder.glob("**/LC_MESSAGES"))):
        return str(folder)
    copy = tempfile.mkdtemp(prefix="catalogues-")
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    for catalogue in folder.glob("**/*.[mp]o"):
        place = Path(copy, catalogue.relative_to(folder))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(catalogue.read_bytes())
    return copy
