// Tables that can be sorted: `order` says by which column each is, and `render` makes them anew.

let tableLimit = PART;

function cell(text, as = "") { return el("td", as, text); }
function count(n) { return cell(n ? number(n) : "0", n ? "n" : "n zero"); }

/** A table whose columns sort it. A column: name, title, class, key. */
function table(view, caption, columns, items, rowOf, panel) {
  // What it was sorted by may not be there for other cases.
  const [name, direction] = order[view];
  const [by, , , key] = columns.find((column) => column[0] === name) || columns[0];
  const sorted = items.map((one, at) => [one, at]).sort(([a, i], [b, j]) => {
    const [x, y] = [key(a), key(b)];
    const way = typeof x === "number" ? x - y : collator.compare(x, y);
    return way * direction || i - j;
  });
  const head = el("tr", "");
  for (const [name, title, as] of columns) {
    const th = el("th", as);
    th.scope = "col";
    if (name === by) th.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    const act = button(title, () => {
      const first = as === "n" ? -1 : 1;
      order[view] = [name, name === by ? -direction : first];
      render();
      const again = document.querySelector('th button[data-column="' + view + "-" + name + '"]');
      if (again) again.focus();
    });
    act.dataset.column = view + "-" + name;
    th.appendChild(act);
    head.appendChild(th);
  }
  const body = el("tbody", "", sorted.slice(0, tableLimit).map(([one]) => rowOf(one)));
  put(panel, el("div", "scroll", el("table", "", el("caption", "", caption), el("thead", "", head), body)));
  if (sorted.length > tableLimit) {
    put(panel, el("div", "foot", button("Show " + number(Math.min(PART, sorted.length - tableLimit)) + " more", () => {
      tableLimit += PART;
      render();
    }), el("span", "quiet", " " + number(sorted.length - tableLimit) + " are left")));
  }
  if (!sorted.length) put(panel, el("p", "empty", "Nothing is like that."));
}
