"""Text in Markdown, in which nothing of it is markup."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&#~|$]")


def escape_markdown(text: str) -> str:
    """A text on one line, escaped for CommonMark and for MyST with its extensions.

    Brackets become character references, because simple readers look for the next bracket, escaped or not.
    """
    return _MARKUP.sub(lambda char: f"&#{ord(char[0])};" if char[0] in "[]" else f"\\{char[0]}", " ".join(text.split()))
