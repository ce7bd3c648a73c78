Object.assign(Documentation.TRANSLATIONS, {
  "Search Results": "検索結果",
  "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "一致するページは見つかりませんでした。綴りを確かめるか、別の語で検索してください。",
  "Search finished, found one page matching the search query.": [
    "${resultCount} ページが見つかりました。"
  ],
  "Searching": "検索中",
  "Preparing search...": "検索の準備中…",
  ", in ": "：",
  "Hide Search Matches": "検索語の強調を消す"
});
Documentation.PLURAL_EXPR = (n) => Number(0);
Documentation.LOCALE = "ja";
