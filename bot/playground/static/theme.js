// Chooses light or dark before the first paint: the reader's own choice, else the system's.
(() => {
  let chosen = null;
  try { chosen = localStorage.getItem("drumbeat.theme"); } catch { /* private mode */ }
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (theme) => { document.documentElement.dataset.theme = theme; };
  apply(chosen || (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", () => { if (!chosen) apply(dark.matches ? "dark" : "light"); });
  window.chooseTheme = (theme) => {
    chosen = theme;
    try { localStorage.setItem("drumbeat.theme", theme); } catch { /* private mode */ }
    apply(theme);
  };
})();
