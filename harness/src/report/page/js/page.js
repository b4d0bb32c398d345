// The page as a whole: filters, tabs, the hash and the colours.

const panel = by("panel");
const SHOW = {
  findings: () => showFindings(panel, shownItems()),
  specs: () => showSpecs(panel, shownVerdicts()),
  waivers: () => showWaivers(panel),
  coverage: () => showCoverage(panel),
};

function render() {
  panel.textContent = "";
  for (const view of VIEWS) {
    const tab = by("tab-" + view);
    tab.setAttribute("aria-selected", String(view === asked.view));
    tab.tabIndex = view === asked.view ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", "tab-" + asked.view);
  by("filters").hidden = asked.view === "waivers" || asked.view === "coverage";
  by("f-clear").hidden = !filtering();
  by("status").textContent = SHOW[asked.view]();
  showDetail();
}

/** Makes the controls say what is asked for. */
function fillControls() {
  by("f-text").value = asked.text;
  for (const choice of ["stack", "level"]) {
    const select = by("f-" + choice);
    const wanted = asked[choice];
    if (wanted && ![...select.options].some((option) => option.value === wanted)) select.add(new Option(wanted + " (none here)", wanted));
    select.value = wanted;
  }
  for (const box of by("w-outcomes").querySelectorAll("input")) box.checked = asked.outcomes.has(box.value);
}

function readControls() {
  const outcomes = new Set([...by("w-outcomes").querySelectorAll("input:checked")].map((box) => box.value));
  go({ outcomes, stack: by("f-stack").value, level: by("f-level").value, text: by("f-text").value.trim() });
}

/** Asks for something else. */
function go(changes) {
  Object.assign(asked, changes);
  if (!("finding" in changes)) limit = PART;
  writeHash();
  fillControls();
  render();
}

function fromHash() {
  const complaint = readHash(location.hash);
  limit = PART;
  tableLimit = PART;
  fillControls();
  // What a link leads to is among what is there, wherever in a long list it stands.
  if (asked.one && asked.view === "findings") {
    const at = shownItems().findIndex((item) => item.verdict === asked.one && (asked.finding < 0 || !item.finding || item.verdict.findings[asked.finding] === item.finding));
    if (at < 0 && !filtering()) asked.view = "specs";
    limit = Math.max(PART, at + 1);
  }
  if (asked.one && asked.view === "specs") limit = verdicts.length;
  render();
  const chosen = panel.querySelector(".chosen");
  if (chosen) chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (complaint) by("status").textContent = complaint + " " + by("status").textContent;
}

function setUpFilters() {
  for (const [name] of raw.stacks) by("f-stack").add(new Option(name, name));
  by("w-stack").hidden = !severalStacks;
  const levels = [...new Set(specs.map((spec) => spec.level))];
  for (const level of levels) by("f-level").add(new Option(level, level));
  by("w-level").hidden = levels.length < 2;
  const there = new Set(items.map((item) => item.outcome).concat(verdicts.map((one) => one.outcome)));
  for (const outcome of OUTCOMES.filter((word) => there.has(word))) {
    const box = el("input", "");
    box.type = "checkbox";
    box.value = outcome;
    const chip = el("label", "chip " + outcome, box, glyph(outcome), outcome);
    chip.title = SAYS[outcome];
    by("w-outcomes").appendChild(chip);
  }
  let timer = 0;
  by("f-text").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(readControls, 120); });
  by("filters").addEventListener("change", (event) => { if (event.target !== by("f-text")) readControls(); });
  by("filters").addEventListener("submit", (event) => { event.preventDefault(); readControls(); });
  by("f-clear").addEventListener("click", () => go({ text: "", stack: "", level: "", outcomes: new Set() }));
}

function setUpTabs() {
  const amounts = { findings: items.length, specs: verdicts.length, waivers: waivers.length };
  for (const view of VIEWS) {
    const tab = by("tab-" + view);
    if (view in amounts) put(tab, el("span", "count", number(amounts[view])));
    tab.addEventListener("click", () => go({ view }));
    tab.addEventListener("keydown", (event) => {
      const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!way) return;
      event.preventDefault();
      go({ view: VIEWS[(VIEWS.indexOf(view) + way + VIEWS.length) % VIEWS.length] });
      by("tab-" + asked.view).focus();
    });
  }
}

/** The next finding or spec, or the one before it. */
function step(way) {
  const links = [...panel.querySelectorAll("a.mono")];
  if (!links.length) return;
  const at = links.findIndex((one) => one.closest(".chosen"));
  const to = links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + way))];
  location.hash = to.getAttribute("href");
}

const sayTheme = setUpTheme();
setUpFilters();
setUpTabs();
by("app").hidden = false;
by("skip").addEventListener("click", (event) => {
  event.preventDefault();
  panel.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "/") {
    event.preventDefault();
    by("f-text").focus();
  }
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  if (event.key === "Escape" && asked.one) go({ one: null, finding: -1 });
});
addEventListener("hashchange", () => { if (location.hash !== hashNow()) fromHash(); });
fromHash();
sayTheme();
