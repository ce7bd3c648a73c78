"""Whether this build shows what stands under a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.util.tags import Tags


def only_holds(tags: Tags, expression: str) -> bool:
    """Whether an ``only`` block is shown; one that Sphinx cannot read is, and Sphinx says so itself."""
    try:
        return tags.eval_condition(expression)
    except Exception:  # of the parser, of any kind
        return True
