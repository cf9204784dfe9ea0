// The message box: text, slash commands, mentions with completion; Enter sends, Shift+Enter breaks.

import { append, avatar, h, icon, uid } from "./dom.js";
import { directory } from "./directory.js";

const drafts = new Map();

/** hooks = {send(text, files) -> Promise<{ok, error?}>, verbs, inThread, id} */
export class Composer {
  constructor(slot, hooks) {
    this.hooks = hooks;
    this.place = null;
    const listId = uid("complete");
    this.list = h("ul", { class: "complete", role: "listbox", id: listId, "aria-label": "Suggestions", hidden: true, data: { testid: "suggestions" } });
    this.text = h("textarea", { id: hooks.id, class: "composer-text", rows: "1", dir: "auto", "aria-autocomplete": "list", "aria-controls": listId, data: { testid: hooks.inThread ? "thread-composer" : "composer" } });
    this.note = h("p", { class: "composer-note", role: "alert", hidden: true, data: { testid: hooks.inThread ? "thread-composer-note" : "composer-note" } });
    this.who = h("span", { class: "composer-who" });
    this.files = [];
    this.chips = h("div", { class: "attached", hidden: true, data: { testid: hooks.inThread ? "thread-attached" : "attached" } });
    this.picker = h("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files to attach", data: { testid: hooks.inThread ? "thread-files" : "files" }, on: { change: () => this.attach([...this.picker.files]) } });
    this.clip = h("button", { type: "button", class: "icon-button clip", "aria-label": "Attach files", title: "Attach files", on: { click: () => this.picker.click() } }, icon("clip"));
    this.button = h("button", { type: "button", class: "send", "aria-label": "Send", data: { testid: hooks.inThread ? "thread-send" : "send" }, on: { click: () => this.send() } }, icon("send"));
    append(slot, [this.note, h("div", { class: "composer" }, this.list, this.text, this.chips, h("div", { class: "composer-foot" }, this.picker, this.clip, this.who, h("span", { class: "composer-hint" }, h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift"), "+", h("kbd", {}, "Enter"), " new line"), this.button))]);
    this.text.addEventListener("input", () => { this.grow(); this.complete(); this.keep(); });
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.hideList(), 150));
    this.text.addEventListener("click", () => this.complete());
  }

  /** Stand in another place (or be another person): what was typed there comes back. */
  stand(place, words) {
    this.text.placeholder = words;
    this.text.setAttribute("aria-label", words);
    const me = directory.me;
    this.who.replaceChildren(avatar(me?.real_name || me?.name, me?.avatar_color, { size: "tiny" }), h("span", {}, "as ", h("strong", {}, me?.real_name || me?.name || "…")));
    if (this.place === place) return;
    this.place = place;
    this.say(null);
    this.attach([]);
    this.hideList();
    this.text.value = drafts.get(place) || "";
    this.grow();
  }

  fill(text) {
    this.text.value = text;
    this.keep();
    this.grow();
    this.hideList();
    this.text.focus();
    this.text.setSelectionRange(text.length, text.length);
    this.text.scrollTop = 0;
  }

  attach(files) {
    this.files = files.slice(0, 10);
    this.picker.value = "";
    this.chips.hidden = !this.files.length;
    this.chips.replaceChildren(...this.files.map((file) => h("span", { class: "chip" }, file.name, h("button", { type: "button", "aria-label": `Remove ${file.name}`, on: { click: () => this.attach(this.files.filter((one) => one !== file)) } }, "×"))));
    this.ready();
  }

  ready() {
    this.button.disabled = !this.text.value.trim() && !this.files.length;
  }

  keep() {
    if (this.text.value) drafts.set(this.place, this.text.value); else drafts.delete(this.place);
    this.ready();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, window.innerHeight * 0.34)}px`;
    this.ready();
  }

  say(words) {
    this.note.hidden = !words;
    this.note.textContent = words || "";
  }

  async send() {
    const text = this.text.value.trim();
    const { place, files } = this;
    if (!text && !files.length) return;
    this.text.value = "";
    this.attach([]);
    this.keep();
    this.grow();
    this.say(null);
    this.hideList();
    const answer = await this.hooks.send(text, files);
    if (answer.ok === false) {
      if (this.place === place && !this.text.value) { this.attach(files); this.text.value = text; this.keep(); this.grow(); }
      this.say(answer.error);
    }
  }

  key(event) {
    if (event.isComposing) return;
    if (!this.list.hidden) {
      const size = this.choices.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); this.activate((this.active + (event.key === "ArrowDown" ? 1 : size - 1)) % size); return; }
      if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && this.choices[this.active]?.onEnter !== false)) { event.preventDefault(); this.take(this.active); return; }
      if (event.key === "Escape") { event.preventDefault(); this.hideList(); return; }
    }
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
  }

  suggestions() {
    const { value, selectionStart: at } = this.text;
    const before = value.slice(0, at);
    const { command } = directory.app;
    const slash = /^(\/\S*)(?:[ ]+([^\s]*))?$/.exec(before);
    if (slash && !this.hooks.inThread) {
      if (slash[2] === undefined) return command.startsWith(slash[1]) && slash[1] !== command ? [{ label: command, note: "Drumbeat: releases", from: 0, put: `${command} ` }] : slash[1] === command ? this.verbs("", at, " ") : [];
      if (slash[1] === command) return this.verbs(slash[2].toLowerCase(), at - slash[2].length, "");
      return [];
    }
    const mention = /(^|\s)([@#])([\p{L}\p{N}._-]*(?: [\p{L}]*)?)$/u.exec(before);
    if (!mention) return [];
    const [, , sign, query] = mention;
    const from = at - query.length - 1;
    const fits = (name) => name && name.toLowerCase().split(/\s+/).concat(name.toLowerCase()).some((word) => word.startsWith(query.toLowerCase()));
    if (sign === "#") return directory.channels.filter((one) => !one.is_im && fits(one.name)).slice(0, 8).map((one) => ({ label: `#${one.name}`, from, put: `#${one.name} ` }));
    const app = { id: directory.app.bot_user_id, real_name: directory.app.name, name: directory.app.name.toLowerCase(), title: "App" };
    return [
      ...[...directory.people, app].filter((one) => !one.deactivated && (fits(one.real_name) || fits(one.name))).map((one) => ({ label: one.real_name || one.name, note: one.title, from, put: `@${one.real_name || one.name} `, mark: one === app ? h("img", { class: "avatar tiny", src: "/static/mark.svg", alt: "" }) : avatar(one.real_name || one.name, one.avatar_color, { size: "tiny" }) })),
      ...directory.groups.filter((one) => fits(one.handle) || fits(one.name)).map((one) => ({ label: `@${one.handle}`, note: one.name, from, put: `@${one.handle} ` })),
    ].slice(0, 8);
  }

  verbs(query, from, lead) {
    return this.hooks.verbs.filter(([verb]) => verb.split(" ")[0].startsWith(query)).map(([verb, note]) => ({ label: `${directory.app.command} ${verb}`, note, from, put: `${lead}${verb.split(" ")[0]} `, onEnter: verb.split(" ")[0] !== query && query !== "" ? undefined : false }));
  }

  complete() {
    this.choices = this.suggestions();
    if (!this.choices.length) { this.hideList(); return; }
    this.list.replaceChildren(...this.choices.map((choice, at) => h("li", { class: "option", role: "option", id: `${this.list.id}-${at}`, "aria-selected": "false", data: { at }, on: { mousedown: (event) => { event.preventDefault(); this.take(at); } } }, choice.mark || null, h("span", { class: "option-words" }, h("span", {}, choice.label), choice.note ? h("small", {}, choice.note) : null))));
    this.list.hidden = false;
    this.activate(0);
  }

  activate(at) {
    this.active = at;
    [...this.list.children].forEach((node, n) => { node.classList.toggle("active", n === at); node.setAttribute("aria-selected", String(n === at)); });
    this.text.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  take(at) {
    const choice = this.choices[at];
    if (!choice) return;
    const { value, selectionStart } = this.text;
    this.text.value = value.slice(0, choice.from) + choice.put + value.slice(selectionStart);
    const caret = choice.from + choice.put.length;
    this.text.setSelectionRange(caret, caret);
    this.keep();
    this.grow();
    this.hideList();
    if (choice.put.startsWith("/")) this.complete();
  }

  hideList() {
    this.list.hidden = true;
    this.choices = [];
    this.text.removeAttribute("aria-activedescendant");
  }
}
