"""References from another Sphinx project to the records of a conference report, by intersphinx.

Copy this file and put ``conf_references`` into ``extensions``, beside ``sphinx.ext.intersphinx``. It makes the names of
the report's inventory known, so that ``:external+kubecon:conf:session:`` and the like resolve. It needs nothing else of
the report.
"""

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.typing import ExtensionMetadata

TYPES = ("session", "track", "project", "speaker")


class ConferenceReferences(Domain):
    """The types of a report's records; the records themselves are all in its inventory."""

    name = "conf"
    label = "Conference report"
    object_types: ClassVar = {name: ObjType(name, name) for name in TYPES}
    roles: ClassVar = {name: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for name in TYPES}

    def merge_domaindata(self, *_: Any) -> None:
        """Nothing is stored."""

    def resolve_any_xref(self, *_: Any) -> list[Any]:
        """Nothing is here."""
        return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain."""
    app.add_domain(ConferenceReferences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
