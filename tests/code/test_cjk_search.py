"""Words of Chinese, Japanese and Korean are found in a real browser wherever they stand, and no others."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from browser import quiet_page, serve
from conftest import Built, Site
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from sitekit import cjk_search

JAPANESE = {
    "auth": "# 認証トークン\n\n長く生きる秘密鍵よりも、短い認証トークンが安全です。",
    "scan": "# 検査\n\n毎晩の脆弱性スキャンで、古いイメージを見つけます。**負荷**は小さいです。",
    "etcd": "# データ不整合\n\netcdクラスタでデータ不整合が起きると、APIの応答が古くなります。",
    "metal": "# ベアメタル\n\nコントロールプレーンはベアメタルに置き、CIは別にします。",
    "words": "# 用語集\n\nﾃﾞﾌｫﾙﾄ の値は半角、ＧｉｔＯｐｓ の値は全角で書きました。仮想参加もできます。",
    "latin": "# Kubernetesの運用\n\n多くのclustersと、すべてのノードのプールを見ます。",
    "decoy": "# 別の話\n\n認可とトークン、脆弱なスキャナ、用語と特集、etcd、ベアとメタル、鍵盤ではない楽器。",
    "rare": "# 珍しい文字\n\n𐐁Y と ٣ と İstanbul と ΟΔΟΣ'Α。",
    "apart": "# 離れた語\n\nスキャンの後で性能を測り、脆弱性、弱性スをキャンする。",
}
CHINESE = {
    "cluster": "# 集群\n\n容器编排平台会自动扫描漏洞，使用kubectl查看節點。",
    "token": "# 令牌\n\n短期的认证令牌更安全。",
}
KOREAN = {
    "cluster": "# 클러스터\n\n쿠버네티스를 운영하면 컨테이너의 취약점을 검사합니다.",
    "token": "# 토큰\n\n짧은 인증토큰이 더 안전합니다. 노드에서 etcd를 씁니다.",
}
PAGES = {"ja": JAPANESE, "zh_CN": CHINESE, "ko": KOREAN}

FOUND = [
    ("ja", "認証トークン", "auth"),
    ("ja", "認証 トークン", "auth"),
    ("ja", "認証", "auth"),
    ("ja", "トークン", "auth decoy"),
    ("ja", "秘密鍵", "auth"),
    ("ja", "鍵", "auth decoy"),
    ("ja", "脆弱性スキャン", "scan"),
    ("ja", "脆弱性", "scan apart"),
    ("ja", "スキャン", "scan apart"),
    ("ja", "負荷", "scan"),
    ("ja", "etcd クラスタ", "etcd"),
    ("ja", "etcdクラスタ", "etcd"),
    ("ja", "etcd", "etcd decoy"),
    ("ja", "データ不整合", "etcd"),
    ("ja", "API 応答", "etcd"),
    ("ja", "ＡＰＩ", "etcd"),
    ("ja", "ベアメタル", "metal"),
    ("ja", "コントロールプレーン", "metal"),
    ("ja", "ci ベアメタル", "metal"),
    ("ja", "CI", "metal"),
    ("ja", "用語集", "words"),
    ("ja", "デフォルト", "words"),
    ("ja", "ﾃﾞﾌｫﾙﾄ", "words"),
    ("ja", "gitops", "words"),
    ("ja", "仮想参加", "words"),
    ("ja", "cluster", "latin"),
    ("ja", "kubernetes", "latin"),
    ("ja", "Kubernetesの運用", "latin"),
    ("ja", "すべてのノード", "latin"),
    ("ja", "𐐁y 文字", "rare"),
    ("ja", "𐐩Y", "rare"),
    ("ja", "٣ 文字", "rare"),
    ("ja", "istanbul", ""),
    ("ja", "İstanbul", "rare"),
    ("ja", "οδος", "rare"),
    ("zh_CN", "漏洞", "cluster"),
    ("zh_CN", "自动扫描", "cluster"),
    ("zh_CN", "kubectl 節點", "cluster"),
    ("zh_CN", "认证令牌", "token"),
    ("zh_CN", "牌", "token"),
    ("ko", "쿠버네티스", "cluster"),
    ("ko", "취약점 검사", "cluster"),
    ("ko", "토큰", "token"),
    ("ko", "인증", "token"),
    ("ko", "etcd 노드", "token"),
]
NOT_FOUND = [
    ("ja", "脆弱性スキャナ"),  # each two letters of it are on some page
    ("ja", "認証クラスタ"),
    ("ja", "認証 クラスタ"),  # each word is on some page
    ("ja", "etcd 用語集"),
    ("ja", "CI 負荷"),
    ("ja", "ターミナル"),
    ("ja", "鑰"),
    ("ja", "istio"),
    ("zh_CN", "漏洞令牌"),
    ("zh_CN", "集群 令牌"),
    ("ko", "인증 취약점"),
    ("ko", "스터토"),
]


def small(folder: Path, pages: dict[str, str]) -> Site:
    """A site of these pages, in which nothing else is said."""
    site = Site(folder)
    site.write("conf.py", site.source.joinpath("conf.py").read_text("utf-8") + 'include_patterns = ["*.md"]\n')
    for path in site.source.glob("*.md"):
        path.unlink()
    site.write("index.md", "# 0\n\n```{toctree}\n:hidden:\n:glob:\n*\n```\n")
    for name, text in pages.items():
        site.write(f"{name}.md", f"{text}\n")
    return site


def build(site: Site, folder: str = "build", language: str = "ja", jobs: int = 1, **settings: object) -> Built:
    extensions = ["myst_parser", "sitekit.cjk_search", "workarounds.stale_output"]
    built = site.build(folder, jobs=jobs, extensions=extensions, language=language, primary_domain="std", **settings)
    assert built.warnings == []
    return built


@pytest.fixture(scope="module")
def searched(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of the small sites by language."""
    folder = tmp_path_factory.mktemp("search")
    for language, pages in PAGES.items():
        build(small(folder / language, pages), language=language)
    # In Korean, Sphinx's script of plural forms is made from text, which a strict policy forbids.
    with serve(folder, strict=False) as address:
        yield {language: f"{address}/{language}/build/html" for language in PAGES}


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all searches, on which the console has nothing to say."""
    with quiet_page(browser) as page:
        yield page


def results(page: Page, address: str, query: str) -> list[str]:
    """The names of the pages that the search shows, each as often as it is there."""
    page.goto(f"{address}/search.html?q={quote(query)}")
    page.locator("#search-results > h2:not(:has(span))").wait_for()  # in Korean, Sphinx has no words for a result
    links = page.locator("#search-results li > a").all()
    return [str(link.get_attribute("href")).partition(".html")[0] for link in links]


@pytest.mark.parametrize(("language", "query", "expected"), FOUND)
def test_a_query_finds_the_pages_that_have_it_and_no_others(
    reader: Page, searched: dict[str, str], language: str, query: str, expected: str
) -> None:
    assert set(results(reader, searched[language], query)) == set(expected.split())


@pytest.mark.parametrize(("language", "query"), NOT_FOUND)
def test_what_no_page_has_is_not_found(reader: Page, searched: dict[str, str], language: str, query: str) -> None:
    assert results(reader, searched[language], query) == []


def test_a_title_comes_first(reader: Page, searched: dict[str, str]) -> None:
    assert results(reader, searched["ja"], "トークン")[0] == "auth"


@pytest.mark.parametrize("query", ["性能", "脆弱性", "CI"])
def test_the_excerpt_shows_the_query_marked(page: Page, tmp_path: Path, query: str) -> None:
    text = "はじめに長い前置きがあります。" * 40
    build(small(tmp_path, {"long": f"# 長い\n\n{text}ここで{query}を測り、スキャンします。{text}"}))
    with serve(tmp_path / "build" / "html") as address:
        assert results(page, address, query) == ["long"]
        excerpt = page.locator("#search-results li p.context")
        excerpt.wait_for()
        assert f"ここで{query}を測り" in excerpt.inner_text()
        assert page.locator("#search-results li .highlighted").all_inner_texts() == [query]
        page.locator("#search-results li > a").click()
        page.wait_for_selector("[role=main] .highlighted")
        assert set(page.locator("[role=main] .highlighted").all_inner_texts()) == {query}


def test_a_run_goes_on_in_the_next_line(page: Page, tmp_path: Path) -> None:
    site = small(tmp_path, {})
    site.write("wrapped.rst", "折り返し\n########\n\n* 長い行を折り返すので脆弱性\n  スキャンが二行になります。\n")
    build(site, include_patterns=["*.md", "*.rst"])
    with serve(tmp_path / "build" / "html") as address:
        assert results(page, address, "脆弱性スキャン") == ["wrapped"]


# The two languages

LANGUAGE = cjk_search.JapaneseSearch({})
ASSIGNED = st.characters(exclude_categories=["Cs", "Cn", "Co"])
MIXED = st.one_of(ASSIGNED, st.sampled_from("認証鍵々〆〇ーｰ・ｶﾞﾊﾟがゞヾヴ㈱①Ａｚclusters_ﬁß İΣσ𠮷﨑각ㄱᄀㄅ１²Ⅷ-\"'\\$"))
TEXTS = st.text(MIXED, max_size=40).filter(lambda text: "\n" not in text)


def in_browser(page: Page, text: str) -> list[list[str]]:
    """Each word of a query, and the term for which the browser looks."""
    return page.evaluate(  # type: ignore[no-any-return]
        "text => splitQuery(text).map(word => [word, new Stemmer().stemWord(word.toLowerCase())])", text
    )


def test_python_and_javascript_split_alike(reader: Page, searched: dict[str, str]) -> None:
    reader.goto(f"{searched['ja']}/search.html")

    @settings(deadline=None, derandomize=True)
    @given(TEXTS)
    @example("KubernetesのclustersとﾃﾞﾌｫﾙﾄのＡＰＩ、CI 鍵 鍵 2022年")
    @example("𒀀Y")  # found: a letter outside the basic plane counts twice in JavaScript
    @example("𝐜𝐥𝐮𝐬𝐭𝐞𝐫𝐬 𐐀𐐁s 𒀀ies")
    @example("🇯🇵clusters👩‍💻nodes 1️⃣2")
    @example("ﬁles oﬃces ŉode ǆs")
    @example("İSTANBULS Iıİ ẞs")
    @example("ΑΣ'Β ΣΣ ΟΔΟΣ認Σ Σ")
    @example("e\u0301tudes é\u0301 n\u0303\u0303s \u0301認\u0301 क्षs")
    @example("٣ ١٢٣ 𝟏𝟐 𐒡 ²³ Ⅷ ½ ১s")
    def alike(text: str) -> None:
        words = LANGUAGE.split(text)
        asked = in_browser(reader, text)
        assert [word for word, _ in asked] == words
        for word, term in asked:
            indexed = LANGUAGE.stem(word).lower()
            # As searchtools.js has it: any word is required only where it has more than two letters; a term is looked
            # for inside the others only where none is equal.
            assert len(term) > 2 and (term == indexed) == (cjk_search.RUN.match(word) is None) and term in indexed

    alike()


def test_python_and_javascript_take_the_same_characters_for_letters(reader: Page, searched: dict[str, str]) -> None:
    """Every character that Python's Unicode has, among others; the browser's Unicode may have more."""
    reader.goto(f"{searched['ja']}/search.html")
    texts = [
        f"Σ{char}Y {char}"
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) not in ("Cn", "Cs")
    ]
    asked = reader.evaluate(
        "texts => texts.map(text => splitQuery(text).map(word => new Stemmer().stemWord(word).trim()).join())", texts
    )
    indexed = [",".join(LANGUAGE.stem(word).strip() for word in LANGUAGE.split(text)) for text in texts]
    assert [text for text, *pair in zip(texts, asked, indexed, strict=True) if pair[0] != pair[1]] == []


def test_any_part_of_a_run_is_found_in_it_and_nothing_else(reader: Page, searched: dict[str, str]) -> None:
    reader.goto(f"{searched['ja']}/search.html")
    letters = st.text(st.sampled_from("認証鍵トークン々ーあ클러𠮷"), min_size=1, max_size=6)

    @settings(deadline=None, derandomize=True)
    @given(letters, letters)
    def found(run: str, query: str) -> None:
        (index,) = map(LANGUAGE.stem, LANGUAGE.split(run))
        ((word, term),) = in_browser(reader, query)
        assert (term in index) == (word in unicodedata.normalize("NFKC", run))

    found()


# Builds


def index(built: Built) -> dict[str, dict[str, object]]:
    text = built.read("searchindex.js")
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))  # type: ignore[no-any-return]


def test_the_index_is_the_same_in_parallel_and_after_an_edit(tmp_path: Path) -> None:
    site = small(tmp_path, JAPANESE)
    clean, parallel = build(site, "clean"), build(site, "parallel", jobs=2)
    assert clean.read("searchindex.js") == parallel.read("searchindex.js")
    run = partial(LANGUAGE.stem, "のプールを見ます")
    assert any(run().strip() in term for term in index(clean)["terms"])
    site.edit("latin.md", "のプールを見ます", "を数えます")
    site.delete("metal.md")
    incremental = build(site, "clean")
    assert incremental.read("searchindex.js") == build(site, "anew").read("searchindex.js")
    assert not any(run().strip() in term for term in index(incremental)["terms"])


def test_an_index_of_sphinxs_own_is_written_anew(tmp_path: Path) -> None:
    site = small(tmp_path, JAPANESE)
    site.build(extensions=["myst_parser"], language="en", primary_domain="std")
    again = build(site, language="en", html_search_language="ja")
    anew = build(site, "anew", "en", html_search_language="ja")
    assert again.read("searchindex.js") == anew.read("searchindex.js")


def test_numbers_are_left_out(tmp_path: Path) -> None:
    built = build(small(tmp_path, {"numbers": "# 数\n\n2022 年の 12 回目、k8s と v1。"}))
    terms = {term.strip() for kind in ("terms", "titleterms") for term in index(built)[kind]}
    assert {"k8s", "v1"} <= terms and not any(term.isdigit() for term in terms)
