// Draws Block Kit's interactive elements and says what a person did with them.
//
// A context is {get(block, action), set(block, action, state), act(element, block, payload), suggest(…)};
// `field` is set for an element of an input block: {labelId, describedBy, dispatch}.

import { append, avatar, h, icon } from "./dom.js";
import { directory } from "./directory.js";
import { confirmFirst, closePopup, isOpenFor, openList, openMenu } from "./popup.js";
import { textObject, wordsOf, safeUrl } from "./mrkdwn.js";

const labels = (element, field) => ({
  "aria-labelledby": field?.labelId,
  "aria-describedby": field?.describedBy,
  "aria-label": field ? undefined : element.accessibility_label || wordsOf(element.placeholder) || element.action_id,
  data: { actionId: element.action_id },
});

/** Remember the state; outside an input block (or with dispatch_action) also tell the app. */
async function changed(element, blockId, ctx, field, state, node) {
  if (!field && element.confirm && !(await confirmFirst(element.confirm))) return false;
  ctx.set(blockId, element.action_id, { type: element.type, ...state });
  if (!field || field.dispatch) await busyWhile(node, () => ctx.act(element, blockId, state));
  return true;
}

async function busyWhile(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  const result = await work();
  node.removeAttribute("aria-busy");
  const failed = result && result.ok === false;
  node.classList.toggle("failed", Boolean(failed));
  if (failed) node.title = "The app did not take this. Try again.";
  else node.removeAttribute("title");
}

function button(element, blockId, ctx) {
  const style = element.style === "primary" ? "primary" : element.style === "danger" ? "danger" : "";
  const url = safeUrl(element.url);
  const press = async () => {
    if (!(await confirmFirst(element.confirm))) return;
    if (url) window.open(url, "_blank", "noopener,noreferrer");
    await busyWhile(node, () => ctx.act(element, blockId, element.value === undefined ? {} : { value: element.value }));
  };
  const node = h("button", { type: "button", class: `button ${style}`, "aria-label": element.accessibility_label, data: { actionId: element.action_id, style: element.style || "default" }, on: { click: press } },
    h("span", { class: "button-words", dir: "auto" }, wordsOf(element.text)), url ? h("span", { class: "sr-only" }, " (opens a page)") : null);
  return node;
}

const flat = (element) => [
  ...(element.options || []).map((option) => ({ option, group: null })),
  ...(element.option_groups || []).flatMap((group) => (group.options || []).map((option) => ({ option, group: wordsOf(group.label) }))),
];
const optionChoice = ({ option, group }) => ({ key: option.value, label: wordsOf(option.text), note: option.description ? wordsOf(option.description) : null, group, option });
const matches = (query) => (choice) => !query || `${choice.label} ${choice.note || ""}`.toLowerCase().includes(query.toLowerCase());

function userChoices() {
  return directory.people.filter((one) => !one.deactivated).map((one) => ({ key: one.id, label: one.real_name || one.name, note: one.title, mark: avatar(one.real_name || one.name, one.avatar_color, { size: "tiny" }) }));
}
function channelChoices(conversations, filter) {
  return directory.channels
    .filter((one) => conversations || !one.is_im)
    .filter((one) => !filter?.include || filter.include.includes(one.is_im ? "im" : one.is_private ? "private" : "public"))
    .map((one) => ({ key: one.id, label: one.is_im ? directory.channelName(one.id) : `#${one.name}` }));
}

/** Where each kind of select keeps its choice, and where its choices come from. */
const SELECTS = {
  static: { one: "selected_option", many: "selected_options", initial: ["initial_option", "initial_options"], load: (element) => (query) => flat(element).map(optionChoice).filter(matches(query)) },
  external: { one: "selected_option", many: "selected_options", initial: ["initial_option", "initial_options"], load: (element, blockId, ctx) => async (query) => { const answer = await ctx.suggest(element, blockId, query); return answer && flat(answer).map(optionChoice); } },
  users: { one: "selected_user", many: "selected_users", initial: ["initial_user", "initial_users"], load: () => (query) => userChoices().filter(matches(query)) },
  channels: { one: "selected_channel", many: "selected_channels", initial: ["initial_channel", "initial_channels"], load: () => (query) => channelChoices(false).filter(matches(query)) },
  conversations: { one: "selected_conversation", many: "selected_conversations", initial: ["initial_conversation", "initial_conversations"], load: (element) => (query) => channelChoices(true, element.filter).filter(matches(query)) },
};

function select(element, blockId, ctx, field) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const shape = SELECTS[kind];
  const slot = multi ? shape.many : shape.one;
  const simple = kind === "static" || kind === "external";
  const initial = element[shape.initial[multi ? 1 : 0]];
  const current = () => { const state = ctx.get(blockId, element.action_id); return state ? state[slot] : initial ?? (multi ? [] : null); };
  const keyOf = (value) => (simple ? value?.value : value);
  const nameOf = (value) => (simple ? wordsOf(value?.text) : kind === "users" ? directory.nameOf(value) : `${directory.channel(value)?.is_im ? "" : "#"}${directory.channelName(value)}`);
  const words = h("span", { class: "picker-words" });
  const node = h("button", { type: "button", class: `picker${multi ? " multi" : ""}`, "aria-haspopup": "listbox", "aria-expanded": "false", ...labels(element, field) }, words, icon("chevron"));
  if (!field) node.removeAttribute("aria-label");
  const draw = () => {
    const value = current();
    const list = multi ? value || [] : value ? [value] : [];
    words.replaceChildren();
    words.classList.toggle("placeholder", !list.length);
    if (!list.length) words.append(wordsOf(element.placeholder) || (multi ? "Choose some" : "Choose one"));
    else if (multi) append(words, list.map((one) => h("span", { class: "chip" }, nameOf(one))));
    else append(words, [kind === "users" ? avatar(nameOf(value), directory.person(value)?.avatar_color, { size: "tiny" }) : null, nameOf(value)]);
    if (field?.labelId) { words.id ||= `${field.labelId}-value`; node.setAttribute("aria-labelledby", `${field.labelId} ${words.id}`); }
    else node.setAttribute("aria-label", `${wordsOf(element.placeholder) || element.action_id}${list.length ? `: ${list.map(nameOf).join(", ")}` : ""}`);
  };
  const pick = async (choice) => {
    const before = ctx.get(blockId, element.action_id);
    const value = simple ? choice.option : choice.key;
    let next = value;
    if (multi) {
      const list = current() || [];
      const has = list.some((one) => keyOf(one) === choice.key);
      if (!has && element.max_selected_items && list.length >= element.max_selected_items) return;
      next = has ? list.filter((one) => keyOf(one) !== choice.key) : [...list, value];
    }
    ctx.set(blockId, element.action_id, { type: element.type, [slot]: next }); // shown at once: a multi list is redrawn while it is open
    draw();
    if (!(await changed(element, blockId, ctx, field, { [slot]: next }, node))) { ctx.set(blockId, element.action_id, before); draw(); }
  };
  const toggle = () => {
    if (isOpenFor(node)) { closePopup(true); return; }
    openList(node, { label: wordsOf(element.placeholder) || "Choices", multi, pick, minQuery: kind === "external" ? element.min_query_length ?? 3 : 0, load: shape.load(element, blockId, ctx), isChosen: (choice) => { const value = current(); return multi ? (value || []).some((one) => keyOf(one) === choice.key) : keyOf(value) === choice.key && value !== null && value !== undefined; } });
  };
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => { if (event.key === "ArrowDown") { event.preventDefault(); toggle(); } });
  draw();
  return node;
}

function overflow(element, blockId, ctx) {
  const node = h("button", { type: "button", class: "icon-button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": element.accessibility_label || "More actions", data: { actionId: element.action_id } }, icon("more"));
  node.addEventListener("click", () => {
    if (isOpenFor(node)) { closePopup(true); return; }
    openMenu(node, (element.options || []).map((option) => ({
      label: wordsOf(option.text), note: option.description ? wordsOf(option.description) : null, data: { value: option.value },
      run: async () => {
        if (!(await confirmFirst(element.confirm))) return;
        if (safeUrl(option.url)) window.open(safeUrl(option.url), "_blank", "noopener,noreferrer");
        await busyWhile(node, () => ctx.act(element, blockId, { selected_option: option }));
      },
    })), "More actions");
  });
  return node;
}

function ticks(element, blockId, ctx, field) {
  const many = element.type === "checkboxes";
  const slot = many ? "selected_options" : "selected_option";
  const name = `${blockId}/${element.action_id}/${Math.random().toString(36).slice(2)}`;
  const state = ctx.get(blockId, element.action_id);
  const start = state ? state[slot] : many ? element.initial_options : element.initial_option;
  const on = new Set((many ? start || [] : start ? [start] : []).map((option) => option.value));
  const node = h("div", { class: "ticks", role: many ? "group" : "radiogroup", ...labels(element, field) });
  for (const option of element.options || []) {
    const input = h("input", { type: many ? "checkbox" : "radio", name, value: option.value, checked: on.has(option.value) });
    input.addEventListener("change", async () => {
      const before = ctx.get(blockId, element.action_id);
      const chosen = (element.options || []).filter((one, at) => node.querySelectorAll("input")[at].checked);
      const done = await changed(element, blockId, ctx, field, { [slot]: many ? chosen : chosen[0] || null }, node);
      if (!done) { ctx.set(blockId, element.action_id, before); input.checked = many ? !input.checked : false; }
    });
    append(node, [h("label", { class: "tick" }, input, h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null))]);
  }
  return node;
}

const CLOCKS = { datepicker: ["date", "selected_date", "initial_date"], timepicker: ["time", "selected_time", "initial_time"], datetimepicker: ["datetime-local", "selected_date_time", "initial_date_time"] };
const two = (n) => String(n).padStart(2, "0");
const toLocal = (unix) => { const d = new Date(unix * 1000); return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`; };

function moment(element, blockId, ctx, field) {
  const [type, slot, initial] = CLOCKS[element.type];
  const unix = type === "datetime-local";
  const state = ctx.get(blockId, element.action_id);
  const value = state ? state[slot] : element[initial];
  const node = h("input", { class: "input moment", type, value: value ? (unix ? toLocal(value) : value) : "", ...labels(element, field) });
  node.addEventListener("change", () => {
    const next = node.value ? (unix ? Math.floor(new Date(node.value).getTime() / 1000) : node.value) : null;
    changed(element, blockId, ctx, field, { [slot]: next }, node);
  });
  return node;
}

const INPUT_TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text" };

function textInput(element, blockId, ctx, field) {
  const state = ctx.get(blockId, element.action_id);
  const value = state ? state.value ?? "" : element.initial_value ?? "";
  const common = { class: "input", value, placeholder: wordsOf(element.placeholder) || undefined, maxlength: element.max_length, dir: "auto", ...labels(element, field) };
  const node = element.multiline
    ? h("textarea", { ...common, rows: "5" })
    : h("input", { ...common, type: INPUT_TYPES[element.type], inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : undefined, autocomplete: "off" });
  const triggers = element.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
  const remember = () => ctx.set(blockId, element.action_id, { type: element.type, value: node.value === "" ? null : node.value });
  const tell = () => field?.dispatch && ctx.act(element, blockId, { value: node.value });
  const counter = element.max_length ? h("span", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => { if (counter) { counter.textContent = `${node.value.length} / ${element.max_length}`; counter.hidden = node.value.length < element.max_length * 0.8; } };
  let timer = 0;
  node.addEventListener("input", () => {
    remember();
    count();
    if (triggers.includes("on_character_entered")) { clearTimeout(timer); timer = setTimeout(tell, 300); }
  });
  node.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !element.multiline && triggers.includes("on_enter_pressed")) tell(); });
  count();
  if (element.focus_on_load) node.setAttribute("data-focus-first", "");
  return counter ? h("div", { class: "with-counter" }, node, counter) : node;
}

function richTextInput(element, blockId, ctx, field) {
  const state = ctx.get(blockId, element.action_id);
  const words = (value) => (value?.elements || []).map((part) => (part.elements || []).map((one) => one.text || one.url || "").join("")).join("\n");
  const node = h("textarea", { class: "input", rows: "5", dir: "auto", value: words(state ? state.rich_text_value : element.initial_value), placeholder: wordsOf(element.placeholder), ...labels(element, field) });
  node.addEventListener("input", () => ctx.set(blockId, element.action_id, { type: element.type, rich_text_value: { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: node.value }] }] } }));
  return node;
}

function fileInput(element, blockId, ctx, field) {
  const names = h("span", { class: "muted" });
  const node = h("input", { type: "file", class: "input file-input", multiple: (element.max_files || 10) > 1, accept: element.filetypes?.map((type) => `.${type}`).join(","), ...labels(element, field) });
  const show = () => { names.textContent = (ctx.get(blockId, element.action_id)?.files || []).map((one) => one.name || one.id).join(", "); };
  node.addEventListener("change", async () => {
    const chosen = [...node.files].slice(0, element.max_files || 10);
    names.textContent = "Reading…";
    const files = await ctx.upload(chosen);
    if (!files) { names.textContent = "The playground could not take this file."; return; }
    ctx.set(blockId, element.action_id, { type: element.type, files });
    show();
  });
  show();
  return h("div", {}, node, names);
}

function feedback(element, blockId, ctx) {
  return h("span", { class: "feedback" }, ["positive_button", "negative_button"].filter((name) => element[name]).map((name) => button({ ...element[name], type: "button", action_id: element.action_id }, blockId, { ...ctx, act: (_, block, payload) => ctx.act(element, block, payload) })));
}
const iconButton = (element, blockId, ctx) => button(element, blockId, ctx);

const DRAW = { button, workflow_button: button, overflow, radio_buttons: ticks, checkboxes: ticks, datepicker: moment, timepicker: moment, datetimepicker: moment, plain_text_input: textInput, email_text_input: textInput, url_text_input: textInput, number_input: textInput, rich_text_input: richTextInput, file_input: fileInput, feedback_buttons: feedback, icon_button: iconButton };
for (const kind of Object.keys(SELECTS)) { DRAW[`${kind}_select`] = select; DRAW[`multi_${kind}_select`] = select; }

export function drawElement(element, blockId, ctx, field = null) {
  const draw = DRAW[element?.type];
  if (draw) return draw(element, blockId, ctx, field);
  return h("span", { class: "not-drawn-inline" }, `(${element?.type || "no type"} is not drawn by the playground)`);
}
export const isDrawn = (type) => type in DRAW;

/** What an untouched element contributes to the state of a view. */
export function initialState(element) {
  const kind = element.type.replace("multi_", "").replace("_select", "");
  if (element.type.endsWith("_select") && SELECTS[kind]) {
    const multi = element.type.startsWith("multi_");
    return { type: element.type, [multi ? SELECTS[kind].many : SELECTS[kind].one]: element[SELECTS[kind].initial[multi ? 1 : 0]] ?? (multi ? [] : null) };
  }
  if (CLOCKS[element.type]) return { type: element.type, [CLOCKS[element.type][1]]: element[CLOCKS[element.type][2]] ?? null };
  if (element.type === "checkboxes") return { type: element.type, selected_options: element.initial_options ?? [] };
  if (element.type === "radio_buttons") return { type: element.type, selected_option: element.initial_option ?? null };
  if (element.type in INPUT_TYPES) return { type: element.type, value: element.initial_value ?? null };
  if (element.type === "rich_text_input") return { type: element.type, rich_text_value: element.initial_value ?? null };
  if (element.type === "file_input") return { type: element.type, files: [] };
  return null;
}
