// Filters above the table of sessions (`:as: explore`). Without this script the page shows every session.
//
// What can be chosen is read from the table: its links end in #conf-<type>-<id>, and its badges have the class
// conf-<relation>. The choice is kept in the query of the page's address; guide/reference.md describes its names.
"use strict";

{
  /** The fixed words. */
  const words = document.currentScript.dataset;

  /** Names that are chosen together: one entry of a session must have all of them, as this relation to this project. */
  const GROUPS = [["track"], ["format"], ["project", "relation"], ["speaker"]];

  /** For each name, its values with the words that the table has for them. */
  const known = new Map(GROUPS.flat().map((name) => [name, new Map()]));

  /** @typedef {Record<string, string>} Values By name; in a choice an empty text stands for any value. */
  /** @typedef {{element: HTMLTableRowElement, title: string, entries: Values[]}} Row */

  /** The value of a link, badge or format, or "" where there is none. */
  function learn(name, element) {
    if (!element) return "";
    const classes = [...element.classList].filter((one) => !["conf-badge", "conf-format"].includes(one));
    const value = element.getAttribute("href")?.split(`#conf-${name}-`)[1] ?? classes[0].slice("conf-".length);
    known.get(name).set(value, element.textContent);
    return value;
  }

  /** @returns {Row} */
  function read(element) {
    const linked = (name) => [...element.querySelectorAll(`a[href*="#conf-${name}-"]`)];
    const entries = [
      ...["track", "speaker"].flatMap((name) => linked(name).map((link) => ({ [name]: learn(name, link) }))),
      { format: learn("format", element.querySelector(".conf-format")) },
      ...linked("project").map((link) => ({
        project: learn("project", link),
        relation: learn("relation", link.parentElement.querySelector(".conf-badge")),
      })),
    ];
    return { element, title: fold(element.cells[0].textContent), entries };
  }

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  const fits = (entry, names, chosen) =>
    names.every((name) => !chosen[name] || entry[name] === chosen[name]);

  const matches = (row, chosen) =>
    fold(chosen.q).split(/\s+/).every((word) => row.title.includes(word)) &&
    GROUPS.every((names) => fits({}, names, chosen) || row.entries.some((entry) => fits(entry, names, chosen)));

  /** How many sessions each value of a name would leave, with all else as chosen. */
  function tally(name, chosen) {
    const others = { ...chosen, [name]: "" };
    const names = GROUPS.find((group) => group.includes(name));
    const counts = new Map();
    for (const row of rows.filter((one) => matches(one, others))) {
      const values = row.entries.filter((entry) => fits(entry, names, others)).map((entry) => entry[name]);
      for (const value of new Set(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
  }

  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function makeSelect(name) {
    const { compare } = new Intl.Collator(document.documentElement.lang || undefined);
    const values = [...known.get(name)].sort(([, one], [, other]) => compare(one, other));
    const options = [["", words.any], ...values].map(([value, text]) => make("option", { value }, text));
    return make("select", { name }, ...options);
  }

  /** Show what is chosen, and how many sessions every other choice would leave. */
  function show() {
    const chosen = Object.fromEntries(controls.map(({ name, value }) => [name, value.trim()]));
    for (const row of rows) row.element.hidden = !matches(row, chosen);
    const shown = rows.filter((row) => !row.element.hidden).length;
    count.textContent = fill(words.shown, { shown, all: rows.length });
    for (const [name, values] of known) {
      const counts = tally(name, chosen);
      for (const option of form.elements[name].options) {
        if (!option.value) continue;
        const count = counts.get(option.value) ?? 0;
        option.textContent = fill(words.option, { name: values.get(option.value), count });
        option.disabled = !count && !option.selected;
      }
    }
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(chosen)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  /** Choose what the address says; a value that the table does not have is none. */
  function choose() {
    const query = new URLSearchParams(location.search);
    for (const control of controls) {
      const value = query.get(control.name) ?? "";
      control.value = known.get(control.name)?.has(value) === false ? "" : value;
    }
    show();
  }

  const rows = [...document.querySelectorAll("table.conf-explore > tbody > tr")].map(read);
  const count = make("output");
  const reset = make("button", { type: "button" }, words.reset);
  const controls = [...GROUPS.flat().map(makeSelect), make("input", { name: "q", type: "search" })];
  const labels = controls.map((control) => make("label", {}, make("span", {}, words[control.name]), control));
  const form = make("form", { className: "conf-filter", role: "search", ariaLabel: words.filter, autocomplete: "off" });
  form.append(...labels, make("p", {}, count, reset));

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  reset.addEventListener("click", () => {
    for (const control of controls) control.value = "";
    show();
  });
  window.addEventListener("popstate", choose);
  document.querySelector(".conf-explore").before(form);
  choose();
}
