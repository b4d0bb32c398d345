// The cases and the prompts, as tables.

function showCases(panel, list) {
  // Beside the details of a case there is less room, and they say the rest of it.
  const narrow = Boolean(asked.one);
  const some = (axis) => NAMES[axis].length > 0 && !(narrow && (axis === "platform" || axis === "class"));
  const name = (axis) => (one) => (one[axis] < 0 ? "\uffff" : NAMES[axis][one[axis]]);
  const expecting = cases.some((one) => one.asExpected !== null);
  const columns = [
    ["state", "state", "", (one) => one.state],
    ["name", "case", "", (one) => one.name],
    some("model") && ["model", "model", "", name("model")],
    some("run") && ["run", "run", "", name("run")],
    some("platform") && ["platform", "platform", "", name("platform")],
    some("class") && ["class", "classes", "", (one) => one.class.map((at) => nameOf("class", at)).join(", ")],
    ["findings", "findings", "n", (one) => one.findings],
    !narrow && ["resources", "resources", "n", (one) => one.resources],
    expecting && ["expected", "as expected", "", (one) => (one.asExpected === null ? 1 : one.asExpected ? 2 : 0)],
  ].filter(Boolean);
  table("cases", "Each case with what it came to", columns, list, (one) => {
    const state = STATES[one.state];
    const row = put(el("tr", asked.one === one ? "chosen" : ""),
      el("td", "word", glyph(state, "glyph " + state), WORDS[one.state]),
      el("td", "case", link(one.name, hashWith({ one, cell: "" })), one.title ? el("span", "why", one.title) : null),
      ["model", "run", "platform"].filter(some).map((axis) => cell(one[axis] < 0 ? "" : NAMES[axis][one[axis]], "short")),
      some("class") && cell(one.class.filter((at) => at >= 0).map((at) => NAMES.class[at]).join(", ")),
      count(one.findings), !narrow && count(one.resources),
      expecting && cell(one.asExpected === null ? "nothing expected" : one.asExpected ? "yes" : "no", one.asExpected === false ? "bad" : ""));
    return row;
  }, panel);
  return "";
}

function showPrompts(panel, list) {
  const models = partsBy("model", list).slice(0, 12);
  const rows = partsBy("prompt", list).filter((row) => row.at >= 0);
  if (!rows.length) {
    put(panel, el("p", "empty", "These cases name no prompt: `prompt` of case.toml tells attempts at one apart."));
    return "";
  }
  const of = (row, model) => row.list.filter((one) => one.model === model.at);
  const columns = [
    ["name", "prompt", "", (row) => row.name],
    ["attempts", "attempts", "n", (row) => row.score.cases],
    ["rate", "clean", "n", (row) => shareOf(row.score)],
    ...models.map((model) => ["m" + model.at, model.name, "n", (row) => shareOf(scoreOf(of(row, model)))]),
  ];
  table("prompts", "How many attempts at each prompt are clean", columns, rows, (row) =>
    put(el("tr", ""), el("td", "", link(row.name, hashWith({ text: row.name, view: "cases" }))), count(row.score.cases),
      cell(floored(shareOf(row.score)), "n"),
      models.map((model) => {
        const { cases: all, clean } = scoreOf(of(row, model));
        if (!all) return cell("", "n");
        return cell(number(clean) + " of " + number(all), "n heat " + step(clean / all));
      })), panel);
  return counted(rows.length, "prompt") + ". ";
}
