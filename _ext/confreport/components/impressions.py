"""What the reporter thought, set apart from what was said."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import get_translation

from .base import RemarkDirective

_ = get_translation("confreport")


class Impression(RemarkDirective):
    """``impression``: the reporter's opinion."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build an admonition."""
        self.assert_has_content()
        return self.remark("impression", str(_("The reporter’s impression")), *self.parse_content_to_nodes())


DIRECTIVES = {"impression": Impression}
