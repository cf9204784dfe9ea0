// The page: who we are, where we stand, and keeping what is shown in step with the workspace.

import { announce, byId, fillIcons, h, icon, append } from "./dom.js";
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { directory, learn } from "./directory.js";
import { drawDrawer, drawPeople, drawPlaces, peopleKeys, withBot } from "./sidebar.js";
import { Guide, verbs } from "./guide.js";
import { listen } from "./live.js";
import { authorOf, MessageList } from "./messages.js";
import { Modals, Typed } from "./modal.js";
import { openMenu } from "./popup.js";
import { patchBlocks } from "./blocks.js";

const S = { as: null, place: { kind: "channel", id: null }, thread: null, state: null, messages: [], newFrom: null, revision: -1, stuck: true };
const unreadOf = new Map(); // by person, so that each face says what waits for them
const dismissed = new Set();
const typedInMessages = new Map();
let homeTyped = new Typed();

// --- what a person does -----------------------------------------------------------------

function messageContext(message) {
  const key = `${S.as}/${S.place.id}/${message.ts}`;
  if (!typedInMessages.has(key)) typedInMessages.set(key, new Typed());
  const typed = typedInMessages.get(key);
  const where = { channel: S.place.id, ts: message.ts };
  return {
    get: (block, action) => typed.get(block, action),
    set: (block, action, state) => typed.set(block, action, state),
    act: async (element, blockId, payload) => (api.click({ as: S.as, ...where, action_id: element.action_id, block_id: blockId, type: element.type, ...payload, ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}), ...(Object.keys(typed.values).length ? { values: typed.all(message.blocks) } : {}) })),
    suggest: (element, blockId, value) => suggestions({ ...where, action_id: element.action_id, block_id: blockId, value }),
    upload,
  };
}

function viewContext(view, typed) {
  let timer = 0;
  const current = () => (view.type === "home" ? S.state.home : (S.state.views || []).find((one) => one.id === view.id)) || view;
  const push = () => { clearTimeout(timer); timer = 0; return api.inputView({ as: S.as, view_id: view.id, values: typed.all(current().blocks) }); };
  return {
    cancel: () => clearTimeout(timer),
    get: (block, action) => typed.get(block, action),
    set: (block, action, state) => { typed.set(block, action, state); clearTimeout(timer); timer = setTimeout(push, 400); },
    act: async (element, blockId, payload) => {
      await push();
      return api.click({ as: S.as, view_id: view.id, action_id: element.action_id, block_id: blockId, type: element.type, ...payload });
    },
    suggest: (element, blockId, value) => suggestions({ view_id: view.id, action_id: element.action_id, block_id: blockId, value }),
    upload,
  };
}

async function suggestions(body) {
  const answer = await api.suggest({ as: S.as, ...body });
  return answer.options || answer.option_groups ? answer : null;
}

async function packed(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name: file.name, mimetype: file.type || "application/octet-stream", content_base64: btoa(binary) };
}

/** Put files of a form into the workspace; answers Slack's file objects, or null. */
async function upload(files) {
  const out = [];
  for (const file of files) {
    const answer = await api.upload({ as: S.as, ...(await packed(file)) });
    if (answer.ok === false || !(answer.file || answer.id)) return null;
    out.push(answer.file || answer);
  }
  return out;
}

async function send(text, files, threadTs) {
  guide.heardSent(text);
  if (text.startsWith("/") && !text.startsWith("//")) {
    if (files.length) return { ok: false, error: "Slash commands cannot carry files. Send them in a message." };
    if (threadTs) return { ok: false, error: `Slash commands do not work in threads. Mention the app instead: @${directory.app.name} status` };
    const [, command, rest] = /^(\/\S*)\s*([\s\S]*)$/.exec(text);
    const answer = await api.command({ as: S.as, channel: S.place.id, command, text: rest });
    refresh();
    if (answer.ok === false) return { ok: false, error: commandFailure(command, answer) };
    return { ok: true };
  }
  const answer = await api.say({ as: S.as, channel: S.place.id, text, ...(threadTs ? { thread_ts: threadTs } : {}), ...(files.length ? { files: await Promise.all(files.map(packed)) } : {}) });
  S.stuck = true;
  refresh();
  return answer.ok === false ? { ok: false, error: `Not sent: ${answer.message || answer.error || "the playground does not answer"}` } : { ok: true };
}

function commandFailure(command, answer) {
  if (command !== directory.app.command) return `${command} is not a command here. Try ${directory.app.command}.`;
  const why = answer.status === "app_not_connected" ? `${directory.app.name} is not connected: is it running?` : answer.error || `the app did not answer in time (${answer.status}).`;
  return `${command} failed: ${why} Your text is still in the box.`;
}

// --- parts of the page ------------------------------------------------------------------

const openMessageMenu = (inThread) => (anchor, message) => {
  const items = (directory.app.shortcuts || []).filter((one) => one.type === "message" || one.type === "message_action").map((one) => ({ label: one.name, note: directory.app.name, data: { callbackId: one.callback_id }, run: () => api.shortcut({ as: S.as, callback_id: one.callback_id, channel: S.place.id, ts: message.ts }) }));
  if (!inThread) items.push({ label: "Reply in thread", run: () => openThread(message.thread_ts || message.ts) });
  items.push({ label: "Copy text", run: () => navigator.clipboard?.writeText(message.text || "").then(() => announce("Copied"), () => {}) });
  items.push({ label: "Copy message id", note: message.ts, run: () => navigator.clipboard?.writeText(`${S.place.id} ${message.ts}`).catch(() => {}) });
  openMenu(anchor, items, "Message actions");
};
const dismiss = (message) => { dismissed.add(`${S.as}/${message.ts}`); drawMessages(); if (S.thread) drawThread(S.threadMessages || []); byId("composer-text").focus(); };
const hooks = (inThread) => ({ context: messageContext, openThread: (ts) => openThread(ts), openMenu: openMessageMenu(inThread), dismiss, inThread });

const list = new MessageList(byId("messages"), hooks(false));
const threadList = new MessageList(byId("thread-messages"), hooks(true));
const modals = new Modals({ as: () => S.as, changed: () => refresh(), context: viewContext });
const composer = new Composer(byId("composer-slot"), { send: (text, files) => send(text, files), verbs, inThread: false, id: "composer-text" });
const threadComposer = new Composer(byId("thread-composer-slot"), { send: (text, files) => send(text, files, S.thread), verbs, inThread: true, id: "thread-composer-text" });
const guide = new Guide(byId("guide"), { become, me: () => S.as, fill: fillBox });
let drawer = null;

async function fillBox(channelName, text) {
  const channel = directory.channels.find((one) => one.name === channelName) || directory.channels.find((one) => !one.is_im);
  if (channel) await go(channel.id);
  composer.fill(text);
}

// --- where we stand ---------------------------------------------------------------------

function remember() {
  const parts = new URLSearchParams({ as: S.as });
  if (S.place.kind === "home") parts.set("c", "home"); else if (S.place.id) parts.set("c", S.place.id);
  if (S.thread) parts.set("t", S.thread);
  history.replaceState(null, "", `#${parts}`);
}

let wanted = null;
async function become(id) {
  if (id === S.as) return;
  wanted = id;
  const state = await api.state(id);
  if (state.ok === false) return;
  const here = directory.channel(S.place.id);
  let place = S.place;
  if (here && withBot(here)) {
    const theirs = state.channels.find((one) => one.is_im && [id, state.app.bot_user_id].includes(one.user));
    place = { kind: "channel", id: theirs ? theirs.id : (await api.dm(id)).channel };
  } else if (place.kind === "channel" && !state.channels.some((one) => one.id === place.id)) place = { kind: "channel", id: null };
  if (wanted !== id) return; // somebody else was chosen meanwhile
  if (place.id !== S.place.id) S.thread = null;
  modals.shut();
  homeTyped = new Typed();
  S.as = id;
  learnState(state);
  S.place = place.kind === "channel" && !place.id ? { kind: "channel", id: firstChannel() } : place;
  if (S.place.kind === "home") await api.home(id);
  announce(`You are ${directory.me?.real_name || id}${directory.me?.title ? `, ${directory.me.title}` : ""}`);
  await arrive();
}

const firstChannel = () => (directory.channels.find((one) => one.name === "releases") || directory.channels.find((one) => !one.is_im))?.id || null;

async function go(id) {
  let target = id;
  if (id === "dm") { const answer = await api.dm(S.as); target = answer.channel?.id || answer.channel; if (!target) return; learnState(await api.state(S.as)); }
  if (S.place.id !== target) S.thread = null;
  S.place = { kind: "channel", id: target };
  await arrive();
}

async function goHome() {
  S.place = { kind: "home", id: null };
  S.thread = null;
  api.home(S.as).then(() => refresh());
  await arrive();
}

async function arrive() {
  drawer?.close();
  S.stuck = true;
  S.newFrom = null;
  S.messages = [];
  list.clear();
  threadList.clear();
  S.arriving = true;
  remember();
  drawShell();
  guide.draw();
  await refresh();
}

async function openThread(ts) {
  S.thread = ts;
  threadList.clear();
  remember();
  drawShell();
  await refresh();
  byId("thread-composer-text").focus();
}
function closeThread() {
  const ts = S.thread;
  S.thread = null;
  remember();
  drawShell();
  const button = [...document.querySelectorAll("#messages article")].find((one) => one.dataset.ts === ts)?.querySelector(".replies, button");
  (button || byId("composer-text")).focus({ preventScroll: true });
}

// --- in step ----------------------------------------------------------------------------

let running = null;
let again = false;
/** Read the workspace anew and show it; calls made while one runs become one more. */
function refresh() {
  if (running) { again = true; return running; }
  running = (async () => {
    do { again = false; await step(); } while (again);
    running = null;
  })();
  return running;
}

function learnState(state) {
  S.state = state;
  S.revision = state.revision ?? S.revision;
  learn({ ...state, me: S.as });
}

async function step() {
  const { as } = S;
  const place = S.place.id;
  const thread = S.thread;
  const [state, answer, replies] = await Promise.all([
    api.state(as),
    place ? api.messages(as, place) : Promise.resolve({ messages: [] }),
    place && thread ? api.messages(as, place, thread) : Promise.resolve({ messages: [] }),
  ]);
  if (state.ok === false) return;
  if (as !== S.as || place !== S.place.id || thread !== S.thread) { again = true; return; }
  if (thread && replies.ok === false) { S.thread = null; again = true; } // its first message was deleted
  learnState(state);
  unreadOf.set(as, total(state));
  S.messages = answer.messages || [];
  drawShell();
  drawMessages();
  if (S.thread) drawThread(replies.messages || []);
  drawHome();
  modals.update(state.views);
  if (guide.active) guide.look([...S.messages, ...(replies.messages || [])]);
  markRead();
}

const total = (state) => (state.channels || []).reduce((sum, one) => sum + (one.unread || 0), 0);

/** What waits for the others, a moment after something happened. */
let othersTimer = 0;
function askOthers() {
  if (othersTimer) return;
  othersTimer = setTimeout(async () => {
    othersTimer = 0;
    const others = directory.people.filter((one) => one.id !== S.as && !one.deactivated && !one.is_bot);
    await Promise.all(others.slice(0, 12).map(async (one) => { const state = await api.state(one.id); if (state.ok !== false) unreadOf.set(one.id, total(state)); }));
    drawPeople({ as: S.as, unread: unreadOf, become });
    if (guide.active) lookAround();
  }, 300);
}

/** The guide also looks into the threads and conversations that are not on screen. */
async function lookAround() {
  const { as } = S;
  const found = [];
  for (const channel of directory.channels.slice(0, 6)) {
    const { messages = [] } = await api.messages(as, channel.id, null, 30);
    found.push(...messages);
    for (const root of messages.filter((one) => one.reply_count).slice(-2)) found.push(...((await api.messages(as, channel.id, root.ts)).messages || []));
  }
  guide.look(found);
}

let readTs = "";
function markRead() {
  const channel = directory.channel(S.place.id);
  const last = S.messages.at(-1);
  if (!channel?.unread || !last || document.hidden) return;
  const key = `${S.as}/${S.place.id}/${last.ts}`;
  if (readTs === key) return;
  readTs = key;
  api.read(S.as, S.place.id, last.ts).then(() => refresh());
}

// --- drawing ----------------------------------------------------------------------------

function drawShell() {
  const home = S.place.kind === "home";
  const channel = directory.channel(S.place.id);
  drawPeople({ as: S.as, unread: unreadOf, become });
  drawPlaces({ place: S.place, go, goHome });
  byId("team-name").textContent = S.state?.team?.name || "Playground";
  const bot = channel && withBot(channel);
  const name = home || bot ? directory.app.name : channel ? directory.channelName(channel.id) : "…";
  document.title = `${home || bot || channel?.is_im ? name : `#${name}`} · ${directory.me?.real_name || ""} · Drumbeat playground`;
  const heading = byId("conversation-name");
  if (heading.dataset.name !== `${S.place.kind}${name}${bot}`) {
    heading.dataset.name = `${S.place.kind}${name}${bot}`;
    heading.replaceChildren();
    append(heading, [home || bot ? h("img", { class: "avatar tiny", src: "/static/mark.svg", alt: "" }) : channel?.is_im ? null : icon(channel?.is_private ? "lock" : "hash"), h("span", { dir: "auto" }, name)]);
  }
  drawTabs(home, bot);
  drawMeta(channel, home || bot);
  byId("messages").hidden = home;
  byId("home").hidden = !home;
  byId("composer-slot").hidden = home;
  byId("scroll").setAttribute("aria-label", home ? "App Home" : `Messages in ${name}`);
  composer.stand(`${S.as}/${S.place.id}`, channel?.is_im || home ? `Message ${name}` : `Message #${name}`);
  const thread = byId("thread");
  thread.hidden = !S.thread;
  document.body.classList.toggle("thread-open", Boolean(S.thread));
  byId("conversation").classList.toggle("beside-thread", Boolean(S.thread));
  if (S.thread) { byId("thread-meta").textContent = channel?.is_im ? name : `#${name}`; threadComposer.stand(`${S.as}/${S.place.id}/${S.thread}`, "Reply…"); }
}

function drawTabs(home, bot) {
  const tabs = byId("app-tabs");
  tabs.hidden = !(home || bot);
  const look = `${home}${bot}`;
  if (tabs.dataset.look === look) return;
  tabs.dataset.look = look;
  const tab = (label, on, run, testid) => h("button", { type: "button", role: "tab", "aria-selected": String(on), data: { testid }, on: { click: run } }, label);
  tabs.replaceChildren(tab("Home", home, goHome, "tab-home"), tab("Messages", !home, () => go(directory.channels.find(withBot)?.id || "dm"), "tab-messages"));
}

function drawMeta(channel, app) {
  const pinned = S.messages.filter((one) => one.pinned);
  const meta = byId("conversation-meta");
  const members = app ? null : (channel?.members?.length ?? channel?.members);
  const look = JSON.stringify([members, pinned.map((one) => one.ts)]);
  if (meta.dataset.look === look) return;
  meta.dataset.look = look;
  meta.replaceChildren();
  append(meta, [
    members ? h("span", {}, `${members} members`) : null,
    pinned.length ? h("button", { type: "button", class: "pill", data: { testid: "pinned" }, on: { click: () => showMessage(pinned.at(-1).ts) } }, icon("pin"), `${pinned.length} pinned`) : null,
  ]);
}

function showMessage(ts) {
  const node = [...byId("messages").children].find((one) => one.dataset.ts === ts);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  node.classList.add("flash");
  setTimeout(() => node.classList.remove("flash"), 1600);
}

function drawMessages() {
  if (S.place.kind === "home") return;
  const channel = directory.channel(S.place.id);
  const shown = S.messages.filter((one) => !dismissed.has(`${S.as}/${one.ts}`) && (!one.thread_ts || one.thread_ts === one.ts || one.reply_broadcast));
  const arriving = S.arriving;
  if (arriving && channel?.unread) S.newFrom = shown.filter((one) => !one.ephemeral).at(-channel.unread - 1)?.ts || null;
  const scroll = byId("scroll");
  const before = new Set(list.nodes.keys());
  const fresh = list.update(shown, { newFrom: S.newFrom });
  byId("messages").classList.toggle("empty", !shown.length);
  if (!shown.length) drawEmpty(channel);
  if (!arriving && fresh) {
    const last = shown.at(-1);
    const mine = last.user === S.as;
    if (before.size) announce(`${authorOf(last).name}: ${(last.text || "").slice(0, 200)}`);
    if (!S.stuck && !mine) byId("jump").hidden = false;
    if (mine) S.stuck = true;
  }
  S.arriving = false;
  if (S.stuck) scroll.scrollTop = scroll.scrollHeight;
}

function drawEmpty(channel) {
  const name = channel ? directory.channelName(channel.id) : "";
  const bot = channel && withBot(channel);
  byId("messages").replaceChildren(h("div", { class: "empty-words" }, h("strong", {}, bot ? `This is where ${directory.app.name} writes to you` : `This is the start of #${name}`), h("p", {}, bot ? "Your tasks arrive here, and only you see them." : `Type ${directory.app.command} in the box below to see what ${directory.app.name} can do.`)));
}

function drawThread(messages) {
  S.threadMessages = messages;
  const shown = messages.filter((one) => !dismissed.has(`${S.as}/${one.ts}`)).map((one) => (one.ts === S.thread && !one.thread_ts ? { ...one, thread_ts: one.ts } : one));
  const scroll = byId("thread-scroll");
  const near = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  const first = !threadList.nodes.size;
  const fresh = threadList.update(shown);
  if (first || (fresh && near)) scroll.scrollTop = scroll.scrollHeight;
}

let homeContext = null;
function drawHome() {
  if (S.place.kind !== "home") return;
  const box = byId("home");
  const view = S.state.home;
  if (!view) {
    homeContext = null;
    box.replaceChildren(h("div", { class: "empty-words" }, h("strong", {}, `${directory.app.name} has not drawn its home yet`), h("p", {}, "It appears here when the app publishes it: is the app running?")));
    return;
  }
  let blocks = box.querySelector(":scope > .blocks");
  const key = `${S.as}/${view.id}`;
  if (!blocks || homeContext?.key !== key) {
    homeContext = { key, ctx: viewContext(view, homeTyped) };
    blocks = h("div", { class: "blocks" });
    box.replaceChildren(blocks);
  }
  patchBlocks(blocks, view.blocks, homeContext.ctx);
}

// --- start ------------------------------------------------------------------------------

function follow() {
  const scroll = byId("scroll");
  const atBottom = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
  const size = () => `${scroll.clientWidth} ${scroll.clientHeight} ${scroll.scrollHeight}`;
  let known = size();
  const settle = () => { known = size(); if (S.stuck && S.place.kind !== "home") scroll.scrollTop = scroll.scrollHeight; };
  scroll.addEventListener("scroll", () => {
    if (size() === known) S.stuck = atBottom(); // otherwise the layout moved it, not a person: a thread opened, a message grew
    else settle();
    if (S.stuck) byId("jump").hidden = true;
  }, { passive: true });
  const watch = new ResizeObserver(settle);
  watch.observe(byId("messages"));
  watch.observe(scroll);
  byId("jump").addEventListener("click", () => { S.stuck = true; scroll.scrollTop = scroll.scrollHeight; byId("jump").hidden = true; });
}

function theme() {
  const button = byId("toggle-theme");
  const show = () => { const dark = document.documentElement.dataset.theme === "dark"; button.setAttribute("aria-pressed", String(dark)); button.title = dark ? "Switch to light" : "Switch to dark"; button.replaceChildren(icon(dark ? "sun" : "moon")); };
  button.addEventListener("click", () => { window.chooseTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"); show(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => setTimeout(show));
  show();
}

function showLive(status) {
  const words = { live: "Live", polling: "Live (checking every 2 s)", offline: "Reconnecting…" }[status];
  if (byId("live-text").textContent !== words) byId("live-text").textContent = words;
  byId("live").dataset.status = status;
}

async function firstState(wanted) {
  for (;;) {
    for (const as of [wanted, null]) {
      const state = await api.state(as);
      if (state.ok !== false && state.people?.length) return state;
    }
    showLive("offline");
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function start() {
  fillIcons();
  theme();
  follow();
  peopleKeys();
  drawer = drawDrawer();
  byId("close-thread").addEventListener("click", closeThread);
  byId("thread").addEventListener("keydown", (event) => { if (event.key === "Escape" && !event.defaultPrevented) closeThread(); });
  byId("toggle-guide").addEventListener("click", () => guide.toggle());
  document.addEventListener("click", (event) => { const at = event.target.closest?.("[data-channel-link]"); if (at) { event.preventDefault(); go(at.dataset.channelLink); } });
  const asked = new URLSearchParams(location.hash.slice(1));
  const state = await firstState(asked.get("as"));
  const manager = state.people.find((one) => one.is_admin && !one.deactivated) || state.people[0];
  S.as = (state.people.find((one) => one.id === asked.get("as")) || manager).id;
  learnState(S.as === (state.me?.id || state.me) ? state : await api.state(S.as));
  guide.start(state.team?.id || "");
  const place = asked.get("c");
  if (place === "home") await goHome();
  else { S.place = { kind: "channel", id: directory.channel(place) ? place : firstChannel() }; if (directory.channel(place)) S.thread = asked.get("t"); await arrive(); }
  listen({
    heard: ({ revision, channels }) => {
      if (revision !== null && channels === null && revision === S.revision) return;
      refresh();
      askOthers();
    },
    told: showLive,
    revision: async () => { const answer = await api.state(S.as); return answer.ok === false ? null : answer.revision ?? 0; },
  });
  askOthers();
  document.documentElement.dataset.ready = "yes";
}

start();
