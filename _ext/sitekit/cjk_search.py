r"""Search that finds any run of Chinese, Japanese and Korean letters, also within a longer run.

Sphinx cuts the pages into words of a dictionary, but `not the query <https://github.com/sphinx-doc/sphinx/issues/13395>`_,
so that a word which the dictionary cuts is never found. Here nothing is cut: the index has each run of such letters
whole, and the browser looks for the query inside it, as it already does for a part of a longer word.

Sphinx's ``searchtools.js`` looks inside the words of the index only for more than two letters, and only where no word
is equal; and it demands every word of a query only where each has more than two letters. Hence the form of a run: a
space around each letter, and one more before it in the index. A Latin word gets spaces where it is shorter than that.

Python and JavaScript must cut and stem alike. Both take letters and numbers by their Unicode category, which is what
``\w`` means in Python too. Each word is lower-cased by itself, since the form of Σ depends on its neighbours. A letter
outside the basic plane counts once in Python and twice in JavaScript, which misleads the stemmer; no English word has
such a letter, so words that have one are not stemmed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sphinx import package_dir
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

from . import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# Ranges for a character class, in Python and in JavaScript, of what NFKC leaves.
UNSPACED = (
    "\u3005-\u3007"  # 々〆〇
    "\u3041-\u3096\u309d-\u309f"  # hiragana
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # katakana with ー, without the middle dot
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
HANGUL = "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
LETTERS = UNSPACED + HANGUL

WORD = re.compile(rf"[{LETTERS}]+|[^\W{LETTERS}]+")
RUN = re.compile(rf"[{LETTERS}]")
ASTRAL = re.compile("[\U00010000-\U0010ffff]")
NUMBER = re.compile(" ?[0-9]+ ?")  # what searchtools.js skips in a query; digits of other scripts it does not
LINE_BREAK = re.compile(rf"(?<=[{UNSPACED}])[ \t]*\n[ \t]*(?=[{UNSPACED}])")

JS_SPLITTER = r"""
var splitQuery = (query) =>
  (query.normalize("NFKC").match(/[LETTERS]+|(?:(?![LETTERS])[\p{L}\p{N}_])+/gu) || [])
    .map((word) => word.toLowerCase());
"""
JS_STEMMER = r"""
var Stemmer = function () {
  const english = new EnglishStemmer();
  this.stemWord = (word) => {
    if (/^[LETTERS]/u.test(word)) return ` ${[...word].join(" ")} `;
    const stem = /[\u{10000}-\u{10ffff}]/u.test(word) ? word : english.stemWord(word);
    return [...stem].length > 2 ? stem : ` ${stem} `;
  };
};

// The excerpt of a page begins near a word of the query as the page has it, which is without the spaces.
document.addEventListener("DOMContentLoaded", () => {
  const { makeSearchSummary } = Search;
  Search.makeSearchSummary = (html, terms, anchor) =>
    makeSearchSummary(html, [...terms].map((term) => term.replaceAll(" ", "")), anchor);
});
"""
JS_ENGLISH = [package_dir / "search" / "minified-js" / f"{name}-stemmer.js" for name in ("base", "english")]


class RunSearch(SearchLanguage):
    """Keeps runs of letters whole and stems other words as English; all are lower-case and in the form NFKC."""

    js_splitter_code = JS_SPLITTER.replace("LETTERS", LETTERS)

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._english = cache(SearchEnglish(options).stem)
        english = [path.read_text("utf-8") for path in JS_ENGLISH]
        self.js_stemmer_code = "\n".join([*english, JS_STEMMER.replace("LETTERS", LETTERS)])

    def split(self, input: str) -> list[str]:
        """The words and runs of a text; a line break within a run does not end it."""
        return [word.lower() for word in WORD.findall(LINE_BREAK.sub("", unicodedata.normalize("NFKC", input)))]

    def stem(self, word: str) -> str:
        """The form of a word in the index."""
        if RUN.match(word):
            return f"  {' '.join(word)} "
        stem = word if ASTRAL.search(word) else self._english(word)
        return stem if len(stem) > 2 else f" {stem} "

    def word_filter(self, word: str) -> bool:
        """Whether a word is indexed: all but numbers, which Sphinx does not search for."""
        return not NUMBER.fullmatch(word)


class ChineseSearch(RunSearch):
    """Replaces Sphinx's own, which needs jieba."""

    lang = "zh"
    language_name = "Chinese"


class JapaneseSearch(RunSearch):
    """Replaces Sphinx's own."""

    lang = "ja"
    language_name = "Japanese"


class KoreanSearch(RunSearch):
    """For Korean, which Sphinx does not have."""

    lang = "ko"
    language_name = "Korean"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the languages; a higher ``env_version`` makes Sphinx write an older index anew."""
    for language in (ChineseSearch, JapaneseSearch, KoreanSearch):
        app.add_search_language(language)
    return {"version": __version__, "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}
