// Draws Mermaid sources: node render.mjs <folder of *.mmd> <folder of pictures>
// <key>.mmd becomes <key>-light.svg, <key>-dark.svg and <key>.pdf. What is there is left alone, what is unused removed.
// Sources in other languages lie in subfolders that bear their names, such as ja/<key>.mmd.

import { renderMermaid } from "@mermaid-js/mermaid-cli";
import fs from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer";

const FONT = "system-ui, sans-serif";
// Fonts for letters that the reader's own font lacks, by language.
const FONTS = {
  ja: "system-ui, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, Meiryo, Yu Gothic, sans-serif",
};

// Every text stands out from its ground, and every line from the page, by 4.5 to 1 or more.
const LIGHT = {
  darkMode: false,
  background: "#ffffff",
  primaryColor: "#f0f3f8",
  primaryTextColor: "#16181d",
  primaryBorderColor: "#4a5568",
  lineColor: "#4a5568",
  textColor: "#16181d",
  secondaryColor: "#e3ebf6",
  tertiaryColor: "#f8f9fb",
  clusterBkg: "#f8f9fb",
  clusterBorder: "#737d8c",
  titleColor: "#16181d",
  edgeLabelBackground: "#ffffff",
};
const DARK = {
  darkMode: true,
  background: "#131416",
  primaryColor: "#252a33",
  primaryTextColor: "#eceef2",
  primaryBorderColor: "#a3adbd",
  lineColor: "#a3adbd",
  textColor: "#eceef2",
  secondaryColor: "#2b3646",
  tertiaryColor: "#1a1c1e",
  clusterBkg: "#1a1c1e",
  clusterBorder: "#8791a1",
  titleColor: "#eceef2",
  edgeLabelBackground: "#131416",
};

const PICTURES = [
  { ending: "-light.svg", format: "svg", theme: LIGHT },
  { ending: "-dark.svg", format: "svg", theme: DARK },
  { ending: ".pdf", format: "pdf", theme: LIGHT },
];

function findBrowser() {
  const folders = process.env.PATH.split(path.delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(fs.existsSync);
  if (!found) {
    console.error("Diagrams are drawn by Chromium, which is not installed. On Debian: apt install chromium");
    process.exit(1);
  }
  return found;
}

async function draw(browser, key, source, language, { format, theme }) {
  const font = FONTS[language] ?? FONT;
  const { data } = await renderMermaid(browser, source, format, {
    svgId: `d${key}`,
    backgroundColor: "transparent",
    pdfFit: true,
    mermaidConfig: {
      theme: "base",
      themeVariables: { ...theme, fontFamily: font },
      fontFamily: font,
      htmlLabels: false,
      flowchart: { htmlLabels: false, nodeSpacing: 24, rankSpacing: 40, padding: 12 },
      themeCSS: ".edgeLabel rect { opacity: 1; }",
      deterministicIds: true,
      deterministicIDSeed: key,
      handDrawnSeed: 1, // some shapes have random points even where nothing is drawn by hand
    },
  });
  const bytes = Buffer.from(data);
  if (format === "pdf") {
    // The same source gives the same file on any day; as many digits as before keep the file sound.
    const undated = bytes.toString("latin1").replace(/(\/(?:Creation|Mod)Date \(D:)\d{14}/g, "$120000101000000");
    return Buffer.from(undated, "latin1");
  }
  const svg = bytes
    .toString("utf-8")
    .replace("<svg ", language ? `<svg xml:lang="${language.replace("_", "-")}" ` : "<svg ")
    .replace(/ d="[^"]*"/g, (path) => path.replace(/\d+\.\d+/g, (length) => Number(length).toFixed(2)))
    // What an e-book demands of a picture:
    .replace('role="graphics-document document"', 'role="img"')
    .replace(/<rect(?![^>]* width=)/g, '<rect width="0" height="0"');
  return Buffer.from(`${svg}\n`);
}

const [sources, pictures] = process.argv.slice(2);
const languages = fs.readdirSync(sources, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const wanted = new Map();
for (const language of ["", ...languages.map((folder) => folder.name).sort()]) {
  for (const file of fs.readdirSync(path.join(sources, language)).filter((name) => name.endsWith(".mmd")).sort()) {
    for (const picture of PICTURES) {
      const key = path.basename(file, ".mmd");
      const name = `${key}${picture.ending}`;
      // A source without a word to translate is the same in all languages.
      if (!wanted.has(name)) wanted.set(name, { key, language, picture, source: path.join(sources, language, file) });
    }
  }
}

for (const name of fs.readdirSync(pictures)) {
  if (/^[0-9a-f]{16}(-light\.svg|-dark\.svg|\.pdf)$/.test(name) && !wanted.has(name)) {
    fs.unlinkSync(path.join(pictures, name));
    console.log(`removed ${name}`);
  }
}

const missing = [...wanted].filter(([name]) => !fs.existsSync(path.join(pictures, name)));
if (missing.length) {
  const browser = await puppeteer.launch({
    executablePath: findBrowser(),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  try {
    for (const [name, { key, language, picture, source }] of missing) {
      const code = fs.readFileSync(source, "utf-8");
      fs.writeFileSync(path.join(pictures, name), await draw(browser, key, code, language, picture));
      console.log(`drew ${name}`);
    }
  } finally {
    await browser.close();
  }
}
