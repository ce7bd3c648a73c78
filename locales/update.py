"""Brings the catalogues of every language up to date with the sources, and says what is left to translate.

    python locales/update.py <folder of the templates that the builder gettext wrote>

A language is a folder with LC_MESSAGES beside this file. sphinx-intl merges the templates into the catalogues. Babel
finds what the builder gettext does not see: the words of the theme, and what Sphinx says in pages and in its search
(``sphinx.po``), and the words of our packages, whose catalogues are in their own folder ``locale``, compiled.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import furo
import sphinx
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from sphinx_intl.commands import main as sphinx_intl

LOCALES = Path(__file__).parent
PACKAGES = LOCALES.parent / "_ext"
SPHINX = Path(sphinx.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "Documentation.gettext": None, "Documentation.ngettext": (1, 2)}
# Where the words of sphinx.po are: folder, pattern of the file names, and the name of Babel's way to read them.
SEARCH = (SPHINX / "themes" / "basic" / "static", "*.js", "javascript")
SITE = [
    (LOCALES.parent / "_templates", "**.html", "jinja2"),
    (LOCALES.parent / "_ext" / "workarounds" / "templates", "**.html", "jinja2"),
    (Path(furo.__file__).parent / "theme", "**.html", "jinja2"),
    (SPHINX / "writers", "*.py", "python"),
    SEARCH,
]
HEADER = """\
msgid ""
msgstr ""
"Language: {0.locale_identifier}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {0.plural_forms}\\n"

"""
# Sphinx's own file of this name hands the rule for plurals to `new Function`, which a content security policy forbids.
SCRIPT = """\
Object.assign(Documentation.TRANSLATIONS, {words});
Documentation.PLURAL_EXPR = (n) => Number({plural});
Documentation.LOCALE = {language};
"""


def words_of_the_site(*sources: tuple[Path, str, str]) -> Catalog:
    """The messages in the code of some places."""
    catalog = Catalog()
    for folder, pattern, method in sources:
        for _, _, message, _, _ in extract_from_dir(folder, [(pattern, method)], keywords=KEYWORDS):
            catalog.add(message)
    return catalog


def words_of_a_package(folder: Path) -> Catalog:
    """The messages in the modules of a package, except in those that take their words from Sphinx's own catalogue."""
    catalog = Catalog()
    for file in sorted(folder.rglob("*.py")):
        if "from sphinx.locale import _\n" not in file.read_text("utf-8"):
            for _, message, _, _ in extract_from_file("python", file, keywords=KEYWORDS):
                catalog.add(message)
    return catalog


def template(catalog: Catalog) -> bytes:
    """The messages as a ``.pot`` file."""
    content = BytesIO()
    write_po(content, catalog, width=0, no_location=True, omit_header=True, ignore_obsolete=True)
    return content.getvalue()


def po(catalog: Catalog) -> bytes:
    """A message has one line, and the head has no dates and names: a change shows only what has changed."""
    return HEADER.format(catalog).encode() + template(catalog)


def mo(catalog: Catalog) -> bytes:
    """The compiled catalogue, without the time at which that was done."""
    catalog.creation_date = catalog.revision_date = datetime.fromtimestamp(0, UTC)
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def merge(pots: Path, folder: Path, languages: list[str]) -> None:
    """Bring the catalogues of a folder up to date with the templates of another.

    A changed message keeps its translation, marked as fuzzy; Sphinx shows it only when somebody has removed the mark.
    """
    options = ["-p", str(pots), "-d", str(folder), "-l", ",".join(languages), "-w", "0", "--no-obsolete"]
    with redirect_stdout(StringIO()):
        sphinx_intl(["update", *options], standalone_mode=False)


def read(file: Path, language: str) -> Catalog:
    """The catalogue in a file, empty if there is none."""
    return read_po(BytesIO(file.read_bytes() if file.exists() else b""), locale=language)


def write(file: Path, content: bytes) -> None:
    """Leave a file as it is that has this content already, so that nothing is built again because of it."""
    if not file.exists() or file.read_bytes() != content:
        file.write_bytes(content)


def translated(message: Message) -> bool:
    """Whether a message says something in every form."""
    return all(message.string if isinstance(message.string, tuple) else [message.string])


def add_what_sphinx_knows(catalog: Catalog, language: str) -> None:
    """Fill missing and fuzzy messages from the catalogue that comes with Sphinx, where they have no plural."""
    known = read(SPHINX / "locale" / language / "LC_MESSAGES" / "sphinx.po", language)
    for message in catalog:
        if isinstance(message.id, str) and message.id and (message.fuzzy or not message.string):
            same = known.get(message.id)
            if same and same.string and not same.fuzzy:
                message.string = same.string
                message.flags.discard("fuzzy")


def script(catalog: Catalog) -> bytes:
    """The words of the search."""
    messages = [catalog[message.id] for message in words_of_the_site(SEARCH) if message.id]
    words = {
        message.id if isinstance(message.id, str) else message.id[0]: message.string
        for message in messages
        if translated(message)
    }
    return SCRIPT.format(
        words=json.dumps(words, ensure_ascii=False, indent=2),
        plural=catalog.plural_expr,
        language=json.dumps(catalog.locale_identifier),
    ).encode()


def untranslated(file: Path, catalog: Catalog) -> Iterator[str]:
    """What has to be translated in a catalogue, in a line; sphinx-intl would count a plural as translated."""
    messages = [message for message in catalog if message.id]
    missing = sum(not translated(message) for message in messages)
    fuzzy = sum(message.fuzzy for message in messages)
    if missing or fuzzy:
        yield f"{os.path.relpath(file)}: {missing} missing, {fuzzy} fuzzy"


def update(pages: Path, locales: Path, packages: Path) -> Iterator[str]:
    """Update the catalogues of every language, and tell line by line what is left to do.

    :param pages: the folder of the pages' templates
    :param locales: the folder of the languages
    :param packages: the folder of the packages, in whose folder ``locale`` are catalogues
    """
    languages = sorted(folder.parent.name for folder in locales.glob("*/LC_MESSAGES"))
    words = {
        folder.name: messages for folder in sorted(PACKAGES.iterdir()) if len(messages := words_of_a_package(folder))
    }
    # The builder gettext writes a file of this name too, with some of these words.
    (pages / "sphinx.pot").write_bytes(template(words_of_the_site(*SITE)))
    merge(pages, locales, languages)
    for package, messages in words.items():
        with TemporaryDirectory() as pots:
            Path(pots, f"{package}.pot").write_bytes(template(messages))
            merge(Path(pots), packages / package / "locale", languages)
    for language in languages:
        folder = locales / language / "LC_MESSAGES"
        own = [packages / package / "locale" / language / "LC_MESSAGES" / f"{package}.po" for package in words]
        for file in [*sorted(folder.rglob("*.po")), *own]:
            if file not in own and not (pages / file.relative_to(folder)).with_suffix(".pot").exists():
                yield f"{os.path.relpath(file)}: there is no such page; rename the file like the page, or remove it"
                continue
            catalog = read(file, language)
            if file == folder / "sphinx.po" or file in own:
                add_what_sphinx_knows(catalog, language)
            write(file, po(catalog))
            if file == folder / "sphinx.po":
                write(file.with_suffix(".js"), script(catalog))
            if file in own:
                write(file.with_suffix(".mo"), mo(catalog))
            yield from untranslated(file, catalog)


def main(lines: Iterable[str]) -> None:
    """Print the lines."""
    found = list(lines)
    print(*found, sep="\n", end="\n" * bool(found))
    print(f"{len(found)} catalogues need work." if found else "Everything is translated.")


if __name__ == "__main__":
    main(update(Path(sys.argv[1]), LOCALES, PACKAGES))
