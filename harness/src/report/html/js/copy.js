// Lines to copy, and what a mutant changes.

/** Copies a text, and says on the button whether that worked. */
async function copy(text, from) {
  const before = from.dataset.label || from.textContent;
  from.dataset.label = before;
  let done = false;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    // No clipboard for this page: the old way, by way of a selection.
    const area = el("textarea", "");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    from.focus();
  }
  from.textContent = done ? "Copied" : "Not copied";
  setTimeout(() => { from.textContent = before; }, 1600);
}

/** A spec to paste, with its button. */
function snippet(text, whyNot, about) {
  const pre = el("pre", "", text);
  pre.tabIndex = 0;
  pre.setAttribute("aria-label", "A spec, " + about);
  if (whyNot) return el("div", "snippet", el("div", "over", el("span", "quiet", whyNot + " So it is not there to be copied.")), pre);
  const act = button("Copy", () => copy(text, act));
  act.setAttribute("aria-label", "Copy the spec, " + about);
  return el("div", "snippet", el("div", "over", el("span", "quiet", "A spec that fails for it"), act), pre);
}

/** What a mutant does: the old and the new value, and how many alike it stands for. */
function change(mutant) {
  const [name, does] = mutant.operator;
  const values = mutant.before || mutant.after
    ? [el("del", "", mutant.before), " \u2192 ", el("ins", "", mutant.after || "(taken away)")]
    : [el("ins", "", does)];
  return el("span", "change", name, ": ", values,
    mutant.standsFor > 1 ? el("span", "quiet", " stands for " + number(mutant.standsFor) + " alike") : null);
}
