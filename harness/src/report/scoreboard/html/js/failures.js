// What was red: by spec, and by group of the library.

/** The models that get a column: as many as there is room for. */
const COLUMNS = 8;

function showFailures(panel, list) {
  const failures = failuresOf(list);
  if (!failures.length) {
    put(panel, el("p", "empty", list.length ? "No spec was red in these cases." : "No case is like that."));
    return "";
  }
  const models = NAMES.model.length ? partsBy("model", list).slice(0, COLUMNS) : [];
  const hitsOf = (hits, model) => hits.models.get(model.at) || [0, 0];
  const columns = [
    ["spec", "spec", "", (hits) => hits.spec.name],
    ["level", "level", "", (hits) => Number(!hits.spec.deny)],
    ["hit", "cases hit", "n", (hits) => (hits.spec.deny ? 1e9 : 0) + hits.hit],
    ["findings", "findings", "n", (hits) => hits.findings],
    ...models.map((model) => ["m" + model.at, model.name, "n", (hits) => { const [hit, of] = hitsOf(hits, model); return of ? hit / of : -1; }]),
  ];
  const card = el("section", "card wide");
  table("failures", "Specs that were red, and in how many of the cases that they were asked of", columns, failures, (hits) => {
    const { spec } = hits;
    const others = Object.entries(hits.outcomes).filter(([word]) => RED.has(word) && word !== "fail").map(([word, n]) => number(n) + " " + word);
    return put(el("tr", ""),
      el("td", "", link(spec.name, hashWith({ spec: spec.name, view: "cases", one: null }), "mono"), spec.title ? el("span", "why", spec.title) : null,
        others.length ? el("span", "why", "of these " + others.join(", ")) : null),
      cell(spec.deny ? "deny" : "warn"),
      cell(number(hits.hit) + " of " + number(hits.asked), "n"), count(hits.findings),
      models.map((model) => {
        const [hit, of] = hitsOf(hits, model);
        if (!of) return cell("", "n");
        const made = cell(number(hit) + " of " + number(of), hit ? "n heat b" + Math.ceil((hit * 5) / of) : "n zero");
        made.title = model.name + ": " + floored(hit / of) + " of the cases that it was asked of";
        return made;
      }));
  }, card);
  put(panel, card);
  groupTable(failures, list, panel);
  const deny = failures.filter((hits) => hits.spec.deny).length;
  return counted(deny, "spec") + " of level deny and " + number(failures.length - deny) + " of level warn were red. ";
}

/** The groups of the specs of level deny, by the cases that they hit. */
function groupTable(failures, list, panel) {
  const groups = new Map();
  for (const { spec, findings } of failures) {
    for (const group of spec.deny ? new Set(spec.groups) : []) {
      if (!groups.has(group)) groups.set(group, { group, specs: [], findings: 0, asked: 0, hit: 0 });
      const of = groups.get(group);
      of.specs.push(spec.id);
      of.findings += findings;
    }
  }
  if (!groups.size) return;
  const all = [...groups.values()];
  for (const of of all) {
    const members = specs.filter((spec) => spec.deny && spec.groups.includes(of.group)).map((spec) => spec.id);
    for (const one of list) {
      if (members.some((id) => one.cells[id] !== ".")) of.asked += 1;
      if (of.specs.some((id) => isRed(one, id))) of.hit += 1;
    }
  }
  const columns = [
    ["group", "group", "", (of) => of.group],
    ["specs", "specs that were red", "n", (of) => of.specs.length],
    ["hit", "cases hit", "n", (of) => of.hit],
    ["findings", "findings", "n", (of) => of.findings],
  ];
  const card = el("section", "card wide");
  table("groups", "By group of the library, specs of level deny", columns, all, (of) =>
    put(el("tr", ""), el("td", "", el("span", "mono", of.group)), count(of.specs.length), cell(number(of.hit) + " of " + number(of.asked), "n"), count(of.findings)), card);
  put(panel, card);
}
