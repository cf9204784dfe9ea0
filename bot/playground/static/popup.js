// Small surfaces above the page: lists to choose from, menus, and the question before a dangerous act.

import { append, h, icon, uid } from "./dom.js";
import { textObject, wordsOf } from "./mrkdwn.js";

let open = null;

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, 240), window.innerWidth - 16);
  panel.style.width = `${width}px`;
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = below < 220 && above > below;
  panel.style.maxHeight = `${Math.max(140, Math.min(360, up ? above : below))}px`;
  panel.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
  if (up) { panel.style.bottom = `${window.innerHeight - box.top + 4}px`; panel.style.top = "auto"; } else { panel.style.top = `${box.bottom + 4}px`; panel.style.bottom = "auto"; }
}

export function closePopup(refocus = false) {
  if (!open) return;
  const { panel, anchor, leave } = open;
  open = null;
  panel.remove();
  anchor.setAttribute("aria-expanded", "false");
  document.removeEventListener("pointerdown", leave, true);
  window.removeEventListener("resize", onMove);
  document.removeEventListener("scroll", onMove, true);
  if (refocus && anchor.isConnected) anchor.focus();
}
function onMove(event) {
  if (!open || (event.target instanceof Node && open.panel.contains(event.target))) return;
  if (!open.anchor.isConnected) { closePopup(); return; }
  place(open.panel, open.anchor);
}
function show(panel, anchor) {
  closePopup();
  const leave = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) closePopup();
  };
  open = { panel, anchor, leave };
  (anchor.closest("dialog") || document.body).append(panel);
  anchor.setAttribute("aria-expanded", "true");
  place(panel, anchor);
  document.addEventListener("pointerdown", leave, true);
  window.addEventListener("resize", onMove);
  document.addEventListener("scroll", onMove, true);
}
export const popupIsOpen = () => open !== null;
export const isOpenFor = (anchor) => open?.anchor === anchor;

/**
 * A list with a search field. `load(query)` answers [{key, label, note, group, mark}] at once or later;
 * `pick(choice)` says what was chosen; with `multi` the list stays open.
 */
export function openList(anchor, { load, pick, isChosen, multi = false, label, minQuery = 0 }) {
  const listId = uid("list");
  const search = h("input", { class: "list-search", type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": listId, "aria-autocomplete": "list", "aria-label": `Search: ${label}`, placeholder: "Search", autocomplete: "off", spellcheck: "false" });
  const list = h("ul", { class: "list", role: "listbox", id: listId, "aria-label": label, "aria-multiselectable": multi ? "true" : undefined });
  const panel = h("div", { class: "popup popup-list", data: { testid: "options" } }, search, list);
  let choices = [];
  let active = -1;
  let turn = 0;
  const activate = (at) => {
    active = at;
    for (const node of list.querySelectorAll("[role=option]")) node.classList.toggle("active", Number(node.dataset.at) === at);
    const node = list.querySelector(`[data-at="${at}"]`);
    if (node) { search.setAttribute("aria-activedescendant", node.id); node.scrollIntoView({ block: "nearest" }); } else search.removeAttribute("aria-activedescendant");
  };
  const take = (at) => {
    const choice = choices[at];
    if (!choice) return;
    pick(choice);
    if (multi) draw(); else closePopup(true);
  };
  const draw = () => {
    list.replaceChildren();
    let group = null;
    choices.forEach((choice, at) => {
      if (choice.group && choice.group !== group) list.append(h("li", { class: "list-group", role: "presentation" }, choice.group));
      group = choice.group;
      const chosen = isChosen(choice);
      list.append(h("li", { id: `${listId}-${at}`, role: "option", class: "option", "aria-selected": String(chosen), data: { at, value: choice.key }, on: { click: () => take(at), pointermove: () => { if (active !== at) activate(at); } } },
        choice.mark || null, h("span", { class: "option-words" }, h("span", { dir: "auto" }, choice.label), choice.note ? h("small", {}, choice.note) : null), chosen ? icon("check") : null));
    });
    activate(choices.length ? Math.min(Math.max(active, 0), choices.length - 1) : -1);
  };
  const refresh = async () => {
    const mine = (turn += 1);
    const query = search.value.trim();
    if (query.length < minQuery) { choices = []; list.replaceChildren(h("li", { class: "list-note", role: "presentation" }, `Type at least ${minQuery} character${minQuery > 1 ? "s" : ""}`)); return; }
    const answer = load(query);
    if (answer instanceof Promise) list.replaceChildren(h("li", { class: "list-note", role: "presentation" }, "Loading…"));
    const found = await answer;
    if (mine !== turn) return;
    choices = found || [];
    active = query ? 0 : choices.findIndex(isChosen);
    if (choices.length) draw(); else list.replaceChildren(h("li", { class: "list-note", role: "presentation" }, found ? "No results" : "The app did not answer"));
  };
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("mousedown", (event) => event.preventDefault());
  let timer = 0;
  const enter = async () => { // whoever types and presses Enter at once means what was typed
    if (timer) { clearTimeout(timer); timer = 0; await refresh(); }
    take(active);
  };
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { timer = 0; refresh(); }, 120); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); if (choices.length) activate((active + (event.key === "ArrowDown" ? 1 : choices.length - 1)) % choices.length); }
    else if (event.key === "Enter") { event.preventDefault(); enter(); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); closePopup(true); }
    else if (event.key === "Tab") closePopup();
  });
  show(panel, anchor);
  refresh();
  search.focus();
}

/** A menu: [{label, note, danger, run}]. */
export function openMenu(anchor, items, label) {
  const panel = h("div", { class: "popup popup-menu", role: "menu", "aria-label": label });
  append(panel, items.map((item) => h("button", { type: "button", role: "menuitem", class: item.danger ? "danger" : "", data: item.data || {}, on: { click: () => { closePopup(true); item.run(); } } }, h("span", { dir: "auto" }, item.label), item.note ? h("small", {}, item.note) : null)));
  panel.addEventListener("keydown", (event) => {
    const all = [...panel.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    const go = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (go !== undefined) { event.preventDefault(); all[go % all.length].focus(); }
    else if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); closePopup(true); }
    else if (event.key === "Tab") closePopup();
  });
  show(panel, anchor);
  panel.querySelector("button")?.focus();
}

/** Keep Tab inside a dialog. */
export function trapFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = [...dialog.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((one) => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length);
    if (!all.length) return;
    const [first, last] = [all[0], all[all.length - 1]];
    if (event.shiftKey && (document.activeElement === first || document.activeElement === dialog)) { event.preventDefault(); last.focus(); }
    else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
  });
}

/** Ask Block Kit's confirm object; resolves to true or false. */
export function confirmFirst(confirm) {
  if (!confirm) return Promise.resolve(true);
  closePopup();
  return new Promise((resolve) => {
    const titleId = uid("confirm");
    let answer = false;
    const finish = (value) => { answer = value; dialog.close(); };
    const back = document.activeElement;
    const dialog = h("dialog", { class: "dialog confirm", "aria-labelledby": titleId, data: { testid: "confirm" } },
      h("div", { class: "dialog-head" }, h("h2", { id: titleId, dir: "auto" }, wordsOf(confirm.title) || "Are you sure?")),
      h("div", { class: "dialog-body" }, textObject(confirm.text)),
      h("div", { class: "dialog-foot" },
        h("button", { type: "button", class: "button", data: { testid: "confirm-deny" }, on: { click: () => finish(false) } }, wordsOf(confirm.deny) || "Cancel"),
        h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`, data: { testid: "confirm-yes" }, on: { click: () => finish(true) } }, wordsOf(confirm.confirm) || "Yes")));
    dialog.addEventListener("close", () => { dialog.remove(); if (back?.isConnected) back.focus(); resolve(answer); });
    trapFocus(dialog);
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector("[data-testid=confirm-yes]").focus();
  });
}
