// The stack of modals of the person we are: drawing, keeping what was typed, checking, submitting.

import { h, icon, uid } from "./dom.js";
import { api } from "./api.js";
import { patchBlocks } from "./blocks.js";
import { initialState } from "./elements.js";
import { closePopup, popupIsOpen, trapFocus } from "./popup.js";
import { wordsOf } from "./mrkdwn.js";

const elementsOf = (block) => (block.type === "input" ? [block.element] : block.type === "section" ? [block.accessory] : block.type === "actions" ? block.elements || [] : []).filter(Boolean);

/** What was typed or chosen in one view, by block and action; it outlives an update of the view. */
export class Typed {
  constructor() {
    this.values = {};
  }
  /** What the workspace remembers of an open view, after the page was loaded anew. */
  static of(view) {
    const typed = new Typed();
    for (const block of view.blocks || []) for (const element of elementsOf(block)) {
      const kept = view.state?.values?.[block.block_id]?.[element.action_id];
      if (kept && JSON.stringify(valueOf(kept)) !== JSON.stringify(valueOf(initialState(element)))) typed.set(block.block_id, element.action_id, kept);
    }
    return typed;
  }
  get(block, action) {
    return this.values[block]?.[action];
  }
  set(block, action, state) {
    if (state === undefined) { if (this.values[block]) delete this.values[block][action]; return; }
    (this.values[block] ||= {})[action] = state;
  }
  /** Slack's `state.values`: everything drawn that has a value, touched or not. */
  all(blocks) {
    const out = {};
    for (const block of blocks || []) for (const element of elementsOf(block)) {
      const state = this.get(block.block_id, element.action_id) || initialState(element);
      if (state) (out[block.block_id] ||= {})[element.action_id] = state;
    }
    return out;
  }
}

const valueOf = (state) => state?.value ?? state?.selected_option ?? state?.selected_user ?? state?.selected_channel ?? state?.selected_conversation ?? state?.selected_date ?? state?.selected_time ?? state?.selected_date_time ?? state?.rich_text_value ?? (state?.selected_options || state?.selected_users || state?.selected_channels || state?.selected_conversations || state?.files || [])[0] ?? null;

/** The checks Slack's own client makes before the app hears of a submission. */
export function checkFields(blocks, values) {
  const errors = {};
  for (const block of blocks || []) {
    if (block.type !== "input") continue;
    const element = block.element;
    const state = values[block.block_id]?.[element.action_id];
    const value = valueOf(state);
    const text = typeof state?.value === "string" ? state.value : "";
    let error = null;
    if (value === null || value === "") { if (!block.optional) error = "Please complete this required field."; }
    else if (element.min_length && text.length < element.min_length) error = `Please enter at least ${element.min_length} characters.`;
    else if (element.max_length && text.length > element.max_length) error = `Please enter at most ${element.max_length} characters.`;
    else if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(text)) error = "Please enter a valid email address.";
    else if (element.type === "url_text_input" && !URL.canParse(text)) error = "Please enter a valid URL.";
    else if (element.type === "number_input") {
      const number = Number(text);
      if (!text.trim() || Number.isNaN(number)) error = "Please enter a number.";
      else if (!element.is_decimal_allowed && !Number.isInteger(number)) error = "Please enter a whole number.";
      else if (element.min_value !== undefined && number < Number(element.min_value)) error = `Please enter ${element.min_value} or more.`;
      else if (element.max_value !== undefined && number > Number(element.max_value)) error = `Please enter ${element.max_value} or less.`;
    }
    if (error) errors[block.block_id] = error;
  }
  return errors;
}

/** hooks = {as(), changed(), context(view, typed)} */
export class Modals {
  constructor(hooks) {
    this.hooks = hooks;
    this.typed = new Map();
    this.shown = null;
    this.dialog = null;
  }

  typedFor(view) {
    if (!this.typed.has(view.id)) this.typed.set(view.id, Typed.of(view));
    return this.typed.get(view.id);
  }

  /** Show the top of the stack, or nothing. */
  update(views) {
    const stack = views || [];
    const top = stack[stack.length - 1];
    const alive = new Set(stack.map((view) => view.id));
    for (const id of this.typed.keys()) if (!alive.has(id)) this.typed.delete(id);
    if (!top) { this.shut(); return; }
    this.build();
    const other = this.shown?.id !== top.id;
    const look = JSON.stringify([top.blocks, top.title, top.submit, top.close, stack.length]); // not its state: that is what is typed here
    if (this.look === look && !other) return;
    this.look = look;
    this.shown = top;
    this.draw(top, stack, other);
  }

  shut() {
    if (!this.dialog) return;
    closePopup();
    const dialog = this.dialog;
    this.dialog = null;
    this.shown = null;
    this.look = null;
    dialog.close();
    dialog.remove();
    if (this.back?.isConnected) this.back.focus({ preventScroll: true });
    else document.getElementById("composer-text")?.focus({ preventScroll: true });
  }

  build() {
    if (this.dialog) return;
    this.back = document.activeElement;
    const titleId = uid("modal-title");
    this.title = h("h2", { id: titleId, dir: "auto" });
    this.depth = h("span", { class: "depth" });
    this.body = h("div", { class: "dialog-body blocks", data: { testid: "modal-body" } });
    this.banner = h("p", { class: "banner", role: "alert", hidden: true, data: { testid: "modal-banner" } });
    this.closeButton = h("button", { type: "button", class: "button", data: { testid: "modal-close" }, on: { click: () => this.close() } });
    this.submitButton = h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } });
    this.form = h("form", { class: "dialog-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); this.submit(); } } },
      h("div", { class: "dialog-head" }, h("img", { src: "/static/mark.svg", alt: "", width: "24", height: "24" }), this.title, this.depth, h("button", { type: "button", class: "icon-button", "aria-label": "Close", title: "Close everything", data: { testid: "modal-x" }, on: { click: () => this.close(true) } }, icon("close"))),
      this.banner, this.body, h("div", { class: "dialog-foot" }, this.closeButton, this.submitButton));
    this.dialog = h("dialog", { class: "dialog modal", "aria-labelledby": titleId, data: { testid: "modal" } }, this.form);
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (popupIsOpen()) closePopup(true); else this.close(); });
    trapFocus(this.dialog);
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  draw(view, stack, other) {
    const typed = this.typedFor(view);
    if (other || !this.context) this.context = this.hooks.context(view, typed);
    const focused = document.activeElement;
    const place = { action: focused?.dataset?.actionId, block: focused?.closest?.("[data-block-id]")?.dataset.blockId, from: focused?.selectionStart, to: focused?.selectionEnd };
    this.dialog.dataset.viewId = view.id;
    this.title.textContent = wordsOf(view.title);
    this.depth.textContent = stack.length > 1 ? `${stack.length} of ${stack.length}` : "";
    this.depth.title = stack.slice(0, -1).map((one) => wordsOf(one.title)).join(" › ");
    this.closeButton.textContent = wordsOf(view.close) || (view.submit || view.blocks?.some((block) => block.type === "input") ? "Cancel" : "Close");
    this.submitButton.hidden = !view.submit && !view.blocks?.some((block) => block.type === "input");
    this.submitButton.textContent = wordsOf(view.submit) || "Submit";
    this.busy(false);
    this.showErrors({});
    if (other) { this.body.replaceChildren(); this.body.scrollTop = 0; }
    patchBlocks(this.body, view.blocks, this.context);
    if (other) {
      const first = this.body.querySelector("[data-focus-first]") || this.body.querySelector("input, textarea, .picker, button") || this.closeButton;
      first.focus({ preventScroll: true });
    } else if (!focused?.isConnected || document.activeElement === document.body) {
      const again = place.action && [...this.body.querySelectorAll("[data-action-id]")].find((one) => one.dataset.actionId === place.action && one.closest("[data-block-id]")?.dataset.blockId === place.block);
      (again || this.title.closest("form").querySelector("button")).focus({ preventScroll: true });
      if (again && place.from !== undefined && again.setSelectionRange) try { again.setSelectionRange(place.from, place.to); } catch { /* not a text field */ }
    }
  }

  busy(on) {
    this.dialog.setAttribute("aria-busy", String(on));
    this.submitButton.setAttribute("aria-busy", String(on));
    this.submitButton.disabled = on;
  }

  showErrors(errors) {
    const left = { ...errors };
    for (const box of this.body.querySelectorAll(".input-block")) {
      const error = left[box.dataset.fieldBlock];
      delete left[box.dataset.fieldBlock];
      const note = box.querySelector(".field-error");
      note.hidden = !error;
      note.textContent = error || "";
      box.classList.toggle("has-error", Boolean(error));
      const control = box.querySelector(".input, .picker, .ticks");
      if (control) { if (error) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid"); }
    }
    const rest = Object.values(left).join(" ");
    this.banner.hidden = !rest;
    this.banner.textContent = rest;
    const first = this.body.querySelector("[aria-invalid=true]");
    if (first) { (first.matches("input, textarea, button") ? first : first.querySelector("input") || first).focus(); first.scrollIntoView({ block: "center" }); }
  }

  async submit() {
    const view = this.shown;
    if (!view || this.submitButton.disabled) return;
    const values = this.typedFor(view).all(view.blocks);
    const wrong = checkFields(view.blocks, values);
    if (Object.keys(wrong).length) { this.showErrors(wrong); return; }
    this.showErrors({});
    this.context.cancel();
    this.busy(true);
    const answer = await api.submitView({ as: this.hooks.as(), view_id: view.id, values });
    if (this.shown?.id === view.id && this.dialog) {
      this.busy(false);
      if (answer.errors && Object.keys(answer.errors).length) this.showErrors(answer.errors);
      else if (answer.ok === false) this.showErrors({ "": "The app did not answer. What you typed is still here: try again." });
    }
    this.hooks.changed();
  }

  async close(clear = false) {
    const view = this.shown;
    if (!view || this.closing === view.id) return;
    this.closing = view.id;
    closePopup();
    this.context?.cancel();
    await api.closeView({ as: this.hooks.as(), view_id: view.id, ...(clear ? { clear } : {}) });
    this.closing = null;
    this.hooks.changed();
  }
}
