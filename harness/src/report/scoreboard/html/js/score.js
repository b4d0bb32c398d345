// What cases come to together, by the rules of `suite/score.rs`.

function scoreOf(list) {
  const score = { cases: list.length, tally: [0, 0, 0, 0], expecting: 0, asExpected: 0, withFaults: 0, found: 0, resources: 0, findings: 0, passes: [] };
  const prompts = new Map();
  for (const one of list) {
    score.tally[one.state] += 1;
    if (one.asExpected !== null) score.expecting += 1;
    if (one.asExpected === true) score.asExpected += 1;
    if (one.met + one.unmet > 0) score.withFaults += 1;
    if (one.met > 0 && one.unmet === 0) score.found += 1;
    score.resources += one.resources;
    score.findings += one.findings;
    if (one.prompt < 0) continue;
    const key = [one.run, one.model, one.prompt].join();
    if (!prompts.has(key)) prompts.set(key, [0, 0]);
    const counts = prompts.get(key);
    counts[0] += 1;
    if (one.state === 0) counts[1] += 1;
  }
  score.clean = score.tally[0];
  score.passes = [...prompts.values()].sort(([a, b], [c, d]) => a - c || b - d);
  return score;
}

/** How likely one of `k` attempts passes, if `passed` of `made` did: 1 - C(made - passed, k) / C(made, k). */
function passAt(made, passed, k) {
  if (passed === 0) return 0;
  const failed = made - passed;
  if (failed < k) return 1;
  let missed = 1;
  for (let i = failed + 1; i <= made; i += 1) missed *= 1 - k / i;
  return 1 - missed;
}

/** The fewest attempts at one prompt. */
function fewest(score) {
  return score.passes.length ? score.passes[0][0] : 0;
}

/** The mean over prompts; null if there is none, or one with fewer attempts. */
function meanPassAt(score, k) {
  if (!k || fewest(score) < k) return null;
  return score.passes.reduce((sum, [made, passed]) => sum + passAt(made, passed, k), 0) / score.passes.length;
}

/** A share from 0 to 1 in percent, rounded down; all of it only for all. */
function floored(value) {
  if (value === null) return "none";
  return (value >= 1 ? 100 : Math.min(99, Math.floor(value * 100 + 1e-9))) + "\u202f%";
}

/** Findings for each hundred resources, rounded up to a tenth: 0 means that there is none. */
function rateOf(score) {
  return score.resources ? Math.ceil((score.findings * 1000) / score.resources) / 10 : null;
}

function rateWords(score) {
  const rate = rateOf(score);
  return rate === null ? "none" : rate.toFixed(1);
}

/** The cases by an axis: `{ at, list, score }`, in the order of names, those without a name last. */
function partsBy(axis, list) {
  const made = new Map();
  for (const one of list) {
    const places = placesOf(axis, one);
    for (const at of places) {
      if (!made.has(at)) made.set(at, []);
      made.get(at).push(one);
    }
  }
  const order = (at) => (at < 0 ? Infinity : at);
  return [...made.keys()].sort((a, b) => (order(a) > order(b)) - (order(a) < order(b)))
    .map((at) => ({ at, name: nameOf(axis, at), list: made.get(at), score: scoreOf(made.get(at)) }));
}

/** What each spec found in these cases: those that were red, as `Scoreboard::failures` sorts them. */
function failuresOf(list) {
  const found = [];
  for (const spec of specs) {
    const hits = { spec, asked: 0, hit: 0, findings: 0, outcomes: {}, models: new Map() };
    for (const one of list) {
      const outcome = outcomeOf(one, spec.id);
      if (!outcome) continue;
      hits.asked += 1;
      hits.outcomes[outcome] = (hits.outcomes[outcome] || 0) + 1;
      if (!hits.models.has(one.model)) hits.models.set(one.model, [0, 0]);
      const of = hits.models.get(one.model);
      of[1] += 1;
      hits.findings += one.counts.get(spec.id) || 0;
      if (!RED.has(outcome)) continue;
      hits.hit += 1;
      of[0] += 1;
    }
    if (hits.hit) found.push(hits);
  }
  return found.sort((a, b) => Number(b.spec.deny) - Number(a.spec.deny) || b.hit - a.hit || b.findings - a.findings || a.spec.id - b.spec.id);
}
