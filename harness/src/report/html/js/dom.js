// Elements. Text goes in by `textContent` alone, so nothing that a stack holds becomes markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with a class, and children: texts, elements, or nothing. */
function el(tag, name, ...children) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  return put(made, ...children);
}

function put(parent, ...children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    if (child instanceof Node) parent.appendChild(child);
    else parent.appendChild(document.createTextNode(String(child)));
  }
  return parent;
}

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** The shape of a state, or of the twisty. */
function glyph(name, as = "glyph") {
  const shape = svg("svg", { class: as, "aria-hidden": "true" });
  shape.appendChild(svg("use", { href: "#g-" + name }));
  return shape;
}

/** The states of a tally as a bar. */
function bar(tally) {
  const made = svg("svg", { class: "bar", viewBox: "0 0 1000 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  const all = tally.reduce((sum, n) => sum + n, 0) || 1;
  let x = 0;
  tally.forEach((n, state) => {
    const width = (n * 1000) / all;
    if (n) made.appendChild(svg("rect", { class: STATES[state], x, width, height: 8 }));
    x += width;
  });
  return made;
}

/** A tally in words, for those who do not see the bar. */
function spoken(tally, nothing = "no attributes") {
  const said = tally.map((n, state) => (n ? number(n) + " " + STATES[state] : "")).filter(Boolean);
  return said.join(", ") || nothing;
}

function button(text, act) {
  const made = el("button", "", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function link(text, target, as = "") {
  const made = el("a", as, text);
  made.href = target;
  return made;
}
