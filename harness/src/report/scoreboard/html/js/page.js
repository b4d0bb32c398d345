// The page as a whole: figures, filters, tabs, the hash and the colours.

const panel = by("panel");
const SHOW = { overview: showOverview, failures: showFailures, matrix: showMatrix, cases: showCases, prompts: showPrompts };

function render() {
  const list = shown();
  const at = panel.querySelector(".matrix");
  const scrolled = at ? [at.scrollLeft, at.scrollTop] : [0, 0];
  showFigures(list);
  panel.textContent = "";
  panel.className = asked.view === "matrix" || asked.view === "cases" || asked.view === "prompts" ? "sheet" : "";
  for (const view of VIEWS) {
    const tab = by("tab-" + view);
    tab.setAttribute("aria-selected", String(view === asked.view));
    tab.tabIndex = view === asked.view ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", "tab-" + asked.view);
  by("f-clear").hidden = !filtering();
  const said = SHOW[asked.view](panel, list);
  by("status").textContent = said + (list.length === cases.length ? counted(cases.length, "case") + "." : number(list.length) + " of " + counted(cases.length, "case") + ".");
  showDetail();
  const again = panel.querySelector(".matrix");
  if (again) [again.scrollLeft, again.scrollTop] = scrolled;
}

/** Makes the controls say what is asked for. */
function fillControls() {
  by("f-text").value = asked.text;
  for (const choice of CHOICES) {
    const select = by("f-" + choice);
    const wanted = asked[choice];
    if (wanted && ![...select.options].some((option) => option.value === wanted)) select.add(new Option(wanted + " (none here)", wanted));
    select.value = wanted;
  }
  for (const box of by("w-states").querySelectorAll("input")) box.checked = asked.states.has(Number(box.value));
  const slot = by("f-spec");
  slot.textContent = "";
  if (asked.spec) {
    const known = specs.some((spec) => spec.name === asked.spec);
    const off = button("\u00d7", () => go({ spec: "" }));
    off.setAttribute("aria-label", "Not only cases that this spec hits");
    put(slot, "hit by ", el("code", "", asked.spec + (known ? "" : " (none here)")), " ", off);
  }
}

function readControls() {
  const choices = Object.fromEntries(CHOICES.map((choice) => [choice, by("f-" + choice).value]));
  const states = new Set([...by("w-states").querySelectorAll("input:checked")].map((box) => Number(box.value)));
  go({ ...choices, states, text: by("f-text").value.trim() });
}

/** Asks for something else. */
function go(changes) {
  Object.assign(asked, changes);
  startAnew();
  writeHash();
  fillControls();
  render();
}

function startAnew() {
  tableLimit = PART;
  matrixRows = ROWS;
  matrixColumns = ACROSS;
}

function fromHash() {
  const complaint = readHash(location.hash);
  startAnew();
  fillControls();
  // A case from a link is shown among what is there, wherever in a long list it stands.
  if (asked.one) {
    tableLimit = cases.length;
    matrixRows = Math.max(ROWS, shown().indexOf(asked.one) + 1);
  }
  render();
  const row = panel.querySelector("tr.chosen");
  if (row) row.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (complaint) by("status").textContent = complaint + " " + by("status").textContent;
}

function setUpFilters() {
  for (const choice of CHOICES) {
    const select = by("f-" + choice);
    const all = partsBy(choice, cases);
    for (const part of all) select.add(new Option(part.name + " (" + number(part.list.length) + ")", part.name));
    by("w-" + choice).hidden = !NAMES[choice].length;
  }
  STATES.forEach((state, at) => {
    const box = el("input", "");
    box.type = "checkbox";
    box.value = at;
    const chip = el("label", "chip " + state, box, glyph(state), WORDS[at]);
    chip.title = SAYS[state];
    by("w-states").appendChild(chip);
  });
  let timer = 0;
  by("f-text").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(readControls, 120); });
  by("filters").addEventListener("change", (event) => { if (event.target !== by("f-text")) readControls(); });
  by("filters").addEventListener("submit", (event) => { event.preventDefault(); readControls(); });
  by("f-clear").addEventListener("click", () => go({ text: "", model: "", run: "", class: "", platform: "", spec: "", states: new Set() }));
}

function setUpTabs() {
  const failures = failuresOf(cases);
  const amounts = { failures: failures.length, cases: cases.length, prompts: raw.prompts.length };
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

const sayTheme = setUpTheme();
setUpFilters();
setUpTabs();
by("app").hidden = false;
by("skip").addEventListener("click", (event) => {
  event.preventDefault();
  panel.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    by("f-text").focus();
  }
  if (event.key === "Escape" && asked.one && !event.target.closest("input, select, textarea")) go({ one: null, cell: "" });
});
addEventListener("hashchange", () => { if (location.hash !== hashNow()) fromHash(); });
fromHash();
sayTheme();
