// The guided example: five steps that tick off as they are seen to happen.

import { append, byId, h, icon } from "./dom.js";
import { directory } from "./directory.js";

const data = JSON.parse(byId("guide-data").textContent);
export const verbs = data.verbs;

const person = (title) => directory.people.find((one) => (one.title || "").toLowerCase() === title.replaceAll("_", " "));
const first = (one) => (one?.real_name || one?.name || "").split(" ")[0];
const named = (text) => text.replace(/\{([a-z_]+)\}/g, (whole, title) => first(person(title)) || title.replaceAll("_", " "));
const quoted = (text) => text.replace(/\{([a-z_]+)\}/g, (whole, title) => (first(person(title)) || whole).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));

/** hooks = {become(userId), fill(channelName, text), me()} */
export class Guide {
  constructor(box, hooks) {
    this.box = box;
    this.hooks = hooks;
    this.key = "drumbeat.guide";
    this.done = new Set();
    this.seen = {};
    this.sent = [];
  }

  start(workspaceId) {
    this.key = `drumbeat.guide.${workspaceId}`;
    const kept = this.read();
    this.done = new Set(kept.done || []);
    this.seen = {};
    this.hidden = Boolean(kept.hidden);
    this.folded = kept.folded ?? window.innerWidth < 720;
    this.draw();
  }

  read() {
    try { return JSON.parse(localStorage.getItem(this.key)) || {}; } catch { return {}; }
  }
  write() {
    try { localStorage.setItem(this.key, JSON.stringify({ done: [...this.done], hidden: this.hidden, folded: this.folded })); } catch { /* private mode */ }
  }

  get current() {
    return data.steps.find((step) => !this.done.has(step.id)) || null;
  }
  get active() {
    return !this.hidden && this.current !== null;
  }

  toggle() {
    this.hidden = !this.hidden;
    if (!this.hidden) this.folded = false;
    this.write();
    this.draw();
  }

  tick(id, on = true) {
    if (on) this.done.add(id); else this.done.delete(id);
    this.write();
    this.draw();
  }

  /** A command or message the reader sent. */
  heardSent(text) {
    this.sent.push(text);
  }

  /** Look at messages (text and blocks) and tick the current step when its signs are there. */
  look(messages) {
    for (let step = this.current; step && this.happened(step, messages); step = this.current) this.tick(step.id);
  }

  happened(step, messages) {
    const signs = step.done || {};
    const bots = messages.filter((one) => one.bot_id || directory.isBot(one.user)).map((one) => `${wordsIn(one.text)}\n${wordsIn(one.blocks)}\n${wordsIn(one.attachments)}`);
    const seen = (this.seen[step.id] ||= new Set());
    const check = (key, found) => { if (found) seen.add(key); return seen.has(key); };
    const all = [];
    if (signs.sent) all.push(check("sent", this.sent.some((text) => new RegExp(quoted(signs.sent), "i").test(text))));
    if (signs.bot) all.push(check("bot", bots.some((text) => new RegExp(quoted(signs.bot), "i").test(text))));
    (signs.bot_each || []).forEach((pattern, at) => all.push(check(at, bots.some((text) => new RegExp(quoted(pattern), "i").test(text)))));
    return all.length > 0 && all.every(Boolean);
  }

  draw() {
    const { box, current } = this;
    box.hidden = this.hidden;
    box.classList.toggle("folded", Boolean(this.folded && current));
    byId("toggle-guide").setAttribute("aria-expanded", String(!this.hidden));
    if (this.hidden) { box.replaceChildren(); return; }
    const doneCount = data.steps.filter((step) => this.done.has(step.id)).length;
    const focused = document.activeElement?.closest?.("#guide") ? document.activeElement.dataset.focusKey : null;
    const head = h("div", { class: "guide-head" },
      h("div", { class: "guide-words" }, h("h2", { id: "guide-title", class: "guide-whole" }, h("span", { class: "guide-try" }, "Try it: "), data.title),
        this.folded && current ? h("p", { class: "guide-next" }, `${data.steps.indexOf(current) + 1}. ${current.title}`) : h("p", {}, current ? data.intro : "That was a whole release. Every step is in the audit: try /release audit.")),
      h("span", { class: "guide-count", data: { testid: "guide-count" } }, `${doneCount} of ${data.steps.length}`),
      h("button", { type: "button", class: "button small", "aria-expanded": String(!this.folded), data: { focusKey: "fold", testid: "guide-fold" }, on: { click: () => { this.folded = !this.folded; this.write(); this.draw(); } } }, this.folded ? "Steps" : "Fold"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss the guided example", data: { focusKey: "dismiss", testid: "guide-dismiss" }, on: { click: () => this.toggle() } }, icon("close")));
    box.replaceChildren(head);
    if (!this.folded) append(box, [h("ol", { class: "guide-steps" }, data.steps.map((step, at) => this.step(step, at, current)))]);
    if (focused) box.querySelector(`[data-focus-key="${focused}"]`)?.focus();
  }

  step(step, at, current) {
    const done = this.done.has(step.id);
    const now = step === current;
    const mark = h("button", { type: "button", class: "guide-mark", role: "checkbox", "aria-checked": String(done), "aria-label": `Step ${at + 1}: ${step.title}`, title: done ? "Mark as not done" : "Mark as done", data: { focusKey: `mark-${step.id}` }, on: { click: () => this.tick(step.id, !done) } }, done ? icon("check") : String(at + 1));
    const actors = [step.as || []].flat().map(person).filter(Boolean);
    const [actor] = actors;
    const others = now ? actors.filter((one) => one.id !== this.hooks.me()) : [];
    return h("li", { class: `guide-step${done ? " done" : ""}${now ? " now" : ""}`, "aria-current": now ? "step" : undefined, data: { testid: "guide-step", step: step.id, done: String(done) } },
      mark, h("div", { class: "guide-step-words" }, h("strong", {}, step.title, done ? h("span", { class: "sr-only" }, " (done)") : null),
        now ? h("p", {}, named(step.text)) : null,
        now && (step.button || others.length) ? h("div", { class: "guide-buttons" },
          step.button ? h("button", { type: "button", class: "button primary small", data: { testid: "guide-fill", focusKey: `fill-${step.id}` }, on: { click: () => this.act(step, actor) } }, step.button) : null,
          step.button ? null : others.map((one) => h("button", { type: "button", class: "button small", data: { testid: "guide-become", focusKey: `become-${one.id}` }, on: { click: () => this.hooks.become(one.id) } }, `Be ${first(one)}`))) : null));
  }

  async act(step, actor) {
    if (actor) await this.hooks.become(actor.id);
    await this.hooks.fill(data.channel, step.fill.join("\n"));
    if (window.innerWidth < 720) { this.folded = true; this.write(); this.draw(); }
  }
}

function wordsIn(value) {
  if (Array.isArray(value)) return value.map(wordsIn).join("\n");
  if (value && typeof value === "object") return Object.entries(value).filter(([key]) => !/^(block_id|action_id|value|type|url)$/.test(key)).map(([, inner]) => wordsIn(inner)).join("\n");
  return typeof value === "string" ? value.replace(/<@([A-Z0-9]+)(\|[^>]*)?>/g, (_, id) => directory.nameOf(id)) : "";
}
