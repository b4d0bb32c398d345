// Light and dark.

const by = (id) => document.getElementById(id);

/** The colours: as the system has them, light, or dark. The choice is kept where that is allowed. */
function setUpTheme() {
  const themes = ["as the system", "light", "dark"];
  const root = document.documentElement;
  const at = by("theme");
  const say = () => { at.textContent = "Colours: " + (root.dataset.theme || themes[0]); };
  try { const kept = localStorage.getItem("stackspec-theme"); if (themes.includes(kept, 1)) root.dataset.theme = kept; } catch { /* it is not kept */ }
  at.hidden = false;
  at.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme || themes[0]) + 1) % 3];
    if (next === themes[0]) delete root.dataset.theme; else root.dataset.theme = next;
    try { localStorage.setItem("stackspec-theme", next); } catch { /* it is not kept */ }
    say();
  });
  return say;
}
