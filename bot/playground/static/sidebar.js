// The people to be and the places to go, with what each has not read.

import { avatar, byId, h, icon } from "./dom.js";
import { directory } from "./directory.js";

const count = (n) => (n ? h("span", { class: "unread", "aria-hidden": "true" }, n > 99 ? "99+" : n) : null);
const spoken = (n) => (n ? h("span", { class: "sr-only" }, `, ${n} unread`) : null);

/** Replace a list's nodes without taking the focus from whoever stands on one of them. */
function redraw(box, nodes) {
  const key = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  box.replaceChildren(...nodes);
  if (key) [...box.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus({ preventScroll: true });
}

export function drawPeople({ as, unread, become }) {
  const people = directory.people.filter((one) => !one.deactivated && !directory.isBot(one.id) && !one.is_bot);
  redraw(byId("people"), people.map((one) => {
    const me = one.id === as;
    const name = one.real_name || one.name;
    return h("button", { type: "button", class: "person", role: "radio", "aria-checked": String(me), tabindex: me ? "0" : "-1", title: `${name}${one.title ? `, ${one.title}` : ""}`, data: { testid: "person", userId: one.id, key: one.id }, on: { click: () => become(one.id) } },
      h("span", { class: "person-face" }, avatar(name, one.avatar_color), !me ? count(unread.get(one.id)) : null),
      h("span", { class: "person-words" }, h("span", { class: "person-name" }, me ? h("span", { class: "you" }, "You: ") : null, h("span", { class: "first" }, name.split(" ")[0]), h("span", { class: "rest" }, ` ${name.split(" ").slice(1).join(" ")}`)), one.title ? h("span", { class: "person-title" }, one.title) : null), !me ? spoken(unread.get(one.id)) : null);
  }));
  document.documentElement.style.setProperty("--me", /^#[0-9a-f]{6}$/i.test(directory.person(as)?.avatar_color || "") ? directory.person(as).avatar_color : "transparent");
}

/** Arrow keys move among the people, as among radio buttons. */
export function peopleKeys() {
  byId("people").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...byId("people").children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    next.focus();
    next.click();
  });
}

export function drawPlaces({ place, go, goHome }) {
  const row = (key, current, mark, name, unread, act, data, badge) => h("li", {}, h("button", { type: "button", class: `place${unread ? " has-unread" : ""}`, "aria-current": current ? "page" : undefined, title: name, data: { ...data, key }, on: { click: act } }, mark, h("span", { class: "place-name", dir: "auto" }, name), badge || null, count(unread), spoken(unread)));
  const open = directory.channels.filter((one) => !one.is_im && !one.is_archived);
  redraw(byId("side-apps"), [row("home", place.kind === "home", icon("home"), `${directory.app.name} home`, 0, goHome, { testid: "app-home" })]);
  redraw(byId("side-channels"), open.map((one) => row(one.id, place.kind === "channel" && place.id === one.id, icon(one.is_private ? "lock" : "hash"), one.name, one.unread, () => go(one.id), { testid: "channel", channelId: one.id })));
  const dms = directory.channels.filter((one) => one.is_im);
  const bot = dms.find((one) => withBot(one));
  const rows = [row("dm-app", place.kind === "channel" && bot && place.id === bot.id, h("img", { class: "avatar tiny", src: "/static/mark.svg", alt: "" }), directory.app.name, bot?.unread, () => go(bot ? bot.id : "dm"), { testid: "dm", channelId: bot?.id || "" }, h("span", { class: "badge" }, "APP"))];
  for (const one of dms) if (one !== bot) rows.push(row(one.id, place.kind === "channel" && place.id === one.id, avatar(directory.nameOf(one.user), directory.person(one.user)?.avatar_color, { size: "tiny" }), directory.nameOf(one.user), one.unread, () => go(one.id), { testid: "dm", channelId: one.id }));
  redraw(byId("side-dms"), rows);
  byId("drawer-dot").hidden = !directory.channels.some((one) => one.unread);
}

/** A direct conversation with the app: its `user` is the bot, or (as Slack gives it) the person. */
export const withBot = (channel) => channel.is_im && (directory.isBot(channel.user) || channel.user === directory.me?.id);

export function drawDrawer() {
  const scrim = byId("scrim");
  const button = byId("open-drawer");
  const narrow = matchMedia("(max-width: 719px)");
  const set = (on) => {
    document.body.classList.toggle("drawer-open", on);
    scrim.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    byId("sidebar").inert = narrow.matches && !on;
    byId("conversation").inert = on;
    if (on) byId("sidebar").querySelector("[aria-current], button")?.focus();
  };
  button.addEventListener("click", () => set(!document.body.classList.contains("drawer-open")));
  scrim.addEventListener("click", () => set(false));
  byId("sidebar").addEventListener("keydown", (event) => { if (event.key === "Escape" && narrow.matches) { set(false); button.focus(); } });
  narrow.addEventListener("change", () => set(false));
  set(false);
  return { close: () => set(false) };
}
