// The page as a whole: tabs, filters, the hash and the colours.

const panel = by("panel");
const SHOW = { stack: showTree, classes: showClasses, clauses: showClauses, survivors: showSurvivors };

function render() {
  panel.textContent = "";
  by("detail").hidden = asked.view !== "stack";
  document.querySelector(".panes").classList.toggle("one", asked.view !== "stack");
  if (asked.view !== "stack") document.documentElement.classList.remove("with-detail");
  for (const view of VIEWS) {
    const tab = by("tab-" + view);
    tab.setAttribute("aria-selected", String(view === asked.view));
    tab.tabIndex = view === asked.view ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", "tab-" + asked.view);
  for (const [id, views] of [["w-states", "stack classes"], ["w-survivors", "stack classes"], ["w-type", "stack classes survivors"], ["w-unproven", "clauses"]]) {
    by(id).hidden = !views.split(" ").includes(asked.view) || (id === "w-survivors" && !hasMutants) || (id === "w-states" && !hasLeaves);
  }
  by("f-clear").hidden = !filtering() && !asked.unproven;
  by("status").textContent = SHOW[asked.view](panel);
}

/** Makes the controls say what is asked for. */
function fillControls() {
  by("f-text").value = asked.text;
  by("f-survivors").checked = asked.survivors;
  by("f-unproven").checked = asked.unproven;
  const select = by("f-type");
  if (asked.type && ![...select.options].some((option) => option.value === asked.type)) {
    select.add(new Option(asked.type + " (none here)", asked.type));
  }
  select.value = asked.type;
  for (const box of by("w-states").querySelectorAll("input")) box.checked = asked.states.has(Number(box.value));
  const slot = by("f-clause");
  slot.textContent = "";
  if (asked.clause) {
    const of = clauses.find((clause) => clause.name === asked.clause);
    put(slot, "held by ", el("code", "", of ? of.spec + " clause " + (of.clause + 1) : asked.clause + " (none here)"));
  }
}

function readControls() {
  asked.text = by("f-text").value.trim();
  asked.type = by("f-type").value;
  asked.survivors = by("f-survivors").checked;
  asked.unproven = by("f-unproven").checked;
  asked.states = new Set([...by("w-states").querySelectorAll("input:checked")].map((box) => Number(box.value)));
  // What was open while everything was shown says nothing about what is left.
  openKeys.clear();
  limits.clear();
  tableLimit = PART;
  writeHash();
  render();
}

function fromHash() {
  const complaint = readHash(location.hash);
  openKeys.clear();
  limits.clear();
  tableLimit = PART;
  fillControls();
  render();
  if (complaint) by("status").textContent = complaint + " " + by("status").textContent;
}

function setUpFilters() {
  STATES.slice(0, 5).forEach((word, state) => {
    const box = el("input", "");
    box.type = "checkbox";
    box.value = state;
    const chip = el("label", "chip " + word, box, glyph(word), word);
    chip.title = SAYS[word];
    by("w-states").appendChild(chip);
  });
  const types = new Map();
  for (const block of blocks) types.set(typeLabel(block), (types.get(typeLabel(block)) || 0) + 1);
  for (const type of [...types.keys()].sort(collator.compare)) by("f-type").add(new Option(type + " (" + number(types.get(type)) + ")", type));
  let timer = 0;
  by("f-text").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(readControls, 120); });
  by("filters").addEventListener("change", (event) => { if (event.target !== by("f-text")) readControls(); });
  by("filters").addEventListener("submit", (event) => { event.preventDefault(); readControls(); });
  by("f-clear").addEventListener("click", () => {
    Object.assign(asked, { text: "", type: "", states: new Set(), survivors: false, unproven: false, clause: "" });
    fillControls();
    readControls();
  });
}

function setUpTabs() {
  const amounts = { stack: blocks.length, classes: classes.length, clauses: clauses.length, survivors: mutants.filter((one) => one.survived).length };
  for (const view of VIEWS) {
    const tab = by("tab-" + view);
    put(tab, el("span", "count", view === "survivors" && !hasMutants ? "not measured" : number(amounts[view])));
    tab.addEventListener("click", () => show(view));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(VIEWS[(VIEWS.indexOf(view) + step + VIEWS.length) % VIEWS.length]);
      by("tab-" + asked.view).focus();
    });
  }
}

function show(view) {
  asked.view = view;
  tableLimit = PART;
  writeHash();
  render();
}

const sayTheme = setUpTheme();
setUpFilters();
setUpTabs();
by("app").hidden = false;
by("skip").addEventListener("click", (event) => {
  event.preventDefault();
  (asked.view === "stack" && focused && focused.li ? focused.li : panel).focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    by("f-text").focus();
  }
  if (event.key === "Escape" && pane.contains(document.activeElement) && focused) focusOn(focused, true);
});
addEventListener("hashchange", () => { if (location.hash !== hashNow()) fromHash(); });
fromHash();
sayTheme();
