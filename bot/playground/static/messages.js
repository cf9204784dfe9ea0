// Draws messages and keeps a list of them in step with the workspace, node by node.

import { append, avatar, h, icon } from "./dom.js";
import { clock, dayOf, directory, fromTs, longDay, when } from "./directory.js";
import { drawAttachment, patchBlocks } from "./blocks.js";
import { mrkdwn, safeUrl } from "./mrkdwn.js";

const GROUPED_SECONDS = 300;
const keyOf = (message) => `${message.ephemeral ? "e" : "m"}${message.ts}`;

export function authorOf(message) {
  const bot = Boolean(message.bot_id) || directory.isBot(message.user);
  const person = directory.person(message.user);
  const name = bot ? message.username || directory.app.name : person?.real_name || person?.name || message.username || message.user || "Someone";
  return { id: message.user || message.bot_id, name, bot, title: person?.title, color: person?.avatar_color };
}

function face(author) {
  if (author.bot) return h("img", { class: "avatar app-face", src: "/static/mark.svg", alt: "" });
  return avatar(author.name, author.color);
}

function fileCard(file) {
  const one = typeof file === "string" ? { id: file, name: file } : file;
  const url = one.id ? directory.fileUrl(one.id, one.name) : safeUrl(one.url_private);
  if (/^image\//.test(one.mimetype || "") && url) return h("a", { class: "file-image", href: url, target: "_blank", rel: "noopener" }, h("img", { class: "picture", src: url, alt: one.alt_txt || one.title || one.name || "Picture" }));
  const words = [h("strong", { dir: "auto" }, one.title || one.name || one.id), h("p", { class: "muted" }, [one.name !== one.title ? one.name : null, one.size ? `${Math.max(1, Math.round(one.size / 1024))} kB` : null].filter(Boolean).join(" · ") || "File")];
  return url ? h("a", { class: "file-card", href: url, download: one.name || "", target: "_blank", rel: "noopener" }, icon("file"), h("div", {}, words)) : h("div", { class: "file-card" }, icon("file"), h("div", {}, words));
}

/** One list: the channel's or a thread's. `hooks` = {context(message), openThread(ts), openMenu(anchor, message), dismiss(message), inThread}. */
export class MessageList {
  constructor(box, hooks) {
    this.box = box;
    this.hooks = hooks;
    this.nodes = new Map();
  }

  clear() {
    this.nodes.clear();
    this.box.replaceChildren();
  }

  /** Show these messages; answers how many are new. `newFrom` is the ts after which "New" is drawn. */
  update(messages, { newFrom = null } = {}) {
    const focus = this.rememberFocus();
    const wanted = [];
    const kept = new Map();
    let fresh = 0;
    let last = null;
    let lineDrawn = false;
    for (const message of messages) {
      const date = fromTs(message.ts);
      if (!this.hooks.inThread && (!last || dayOf(fromTs(last.ts)) !== dayOf(date))) { wanted.push(this.divider(`day-${dayOf(date)}`, "day", longDay(date))); last = null; }
      if (newFrom && !lineDrawn && Number(message.ts) > Number(newFrom)) { wanted.push(this.divider("new", "new-line", "New")); lineDrawn = true; last = null; }
      const compact = Boolean(last) && sameVoice(last, message) && Number(message.ts) - Number(last.ts) < GROUPED_SECONDS;
      const key = keyOf(message);
      const before = this.nodes.get(key);
      const node = before || h("article", { class: "message", role: "listitem", tabindex: "-1", data: { testid: "message", ts: message.ts } });
      if (!before) fresh += 1;
      const look = JSON.stringify([message, compact, directory.me?.id, this.namesSeen()]);
      if (node.look !== look) { this.fill(node, message, compact); node.look = look; }
      kept.set(key, node);
      wanted.push(node);
      last = message;
      if (this.hooks.inThread && message.ts === message.thread_ts) { wanted.push(this.divider("replies", "day", message.reply_count ? `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}` : "No replies yet")); last = null; }
    }
    for (const node of [...this.box.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, at) => { if (this.box.children[at] !== node) this.box.insertBefore(node, this.box.children[at] || null); });
    this.nodes = kept;
    this.restoreFocus(focus);
    return fresh;
  }

  namesSeen() {
    return directory.people.length + directory.channels.length;
  }

  divider(key, cls, words) {
    const kept = [...this.box.children].find((node) => node.dividerKey === key);
    if (kept) { kept.firstChild.textContent = words; return kept; }
    const node = h("div", { class: `divider ${cls}`, role: "separator" }, h("span", {}, words));
    node.dividerKey = key;
    return node;
  }

  rememberFocus() {
    const at = document.activeElement;
    const article = at?.closest?.("article.message");
    if (!article || !this.box.contains(article)) return null;
    return { article, at, action: at.dataset.actionId, block: at.closest("[data-block-id]")?.dataset.blockId };
  }

  restoreFocus(focus) {
    if (!focus || document.activeElement !== document.body) return;
    if (focus.at.isConnected) { focus.at.focus({ preventScroll: true }); return; }
    if (!focus.article.isConnected) return;
    const again = focus.action && [...focus.article.querySelectorAll("[data-action-id]")].find((one) => one.dataset.actionId === focus.action && one.closest("[data-block-id]")?.dataset.blockId === focus.block);
    (again || focus.article).focus({ preventScroll: true });
  }

  fill(node, message, compact) {
    const author = authorOf(message);
    const date = fromTs(message.ts);
    const ctx = this.hooks.context(message);
    const pinned = Boolean(message.pinned);
    node.className = `message${compact ? " compact" : ""}${message.ephemeral ? " ephemeral" : ""}${pinned ? " is-pinned" : ""}`;
    node.setAttribute("aria-label", `${author.name}${author.bot ? ", app" : ""}, ${clock(date)}${message.ephemeral ? ", only visible to you" : ""}${message.edited ? ", edited" : ""}`);
    const time = h("time", { class: "time", datetime: date.toISOString(), title: when(date, { dateStyle: "full", timeStyle: "medium" }) }, clock(date));
    const edited = message.edited ? h("span", { class: "edited", title: `Edited ${clock(fromTs(message.edited.ts || message.ts))}` }, "(edited)") : null;
    const blocks = node.blocksBox || h("div", { class: "blocks" });
    node.blocksBox = blocks;
    const drawn = author.bot || message.blocks?.some((block) => block.type !== "rich_text") ? message.blocks || [] : [];
    patchBlocks(blocks, drawn, ctx);
    const body = h("div", { class: "message-body" },
      message.ephemeral ? h("p", { class: "flag" }, icon("eye"), "Only visible to you") : null,
      pinned ? h("p", { class: "flag" }, icon("pin"), "Pinned") : null,
      message.reply_broadcast && !this.hooks.inThread ? h("p", { class: "flag" }, icon("reply"), "Also sent from a thread") : null,
      compact ? null : h("div", { class: "byline" }, h("strong", { class: "author", dir: "auto", title: author.title || undefined }, author.name), author.bot ? h("span", { class: "badge" }, "APP") : null, author.title ? h("span", { class: "job" }, author.title) : null, time),
      drawn.length ? blocks : message.text ? mrkdwn(message.text) : null,
      (message.attachments || []).map((one) => drawAttachment(one, ctx)),
      (message.files || []).map(fileCard),
      message.reactions?.length ? h("div", { class: "reactions" }, message.reactions.map((one) => h("span", { class: "reaction" }, mrkdwn(`:${one.name}:`), String(one.count ?? one.users?.length ?? 1)))) : null,
      edited,
      message.ephemeral ? h("button", { type: "button", class: "link-button", data: { testid: "dismiss" }, on: { click: () => this.hooks.dismiss(message) } }, "Dismiss message") : null,
      !this.hooks.inThread && message.reply_count ? this.replies(message) : null);
    node.replaceChildren(h("div", { class: "gutter" }, compact ? time : face(author)), body);
    if (!message.ephemeral) node.append(this.toolbar(message));
  }

  replies(message) {
    const who = (message.reply_users || []).slice(0, 4).map((id) => (directory.isBot(id) || !directory.person(id) ? h("img", { class: "avatar tiny", src: "/static/mark.svg", alt: "" }) : avatar(directory.nameOf(id), directory.person(id)?.avatar_color, { size: "tiny" })));
    const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
    return h("button", { type: "button", class: "replies", data: { testid: "replies" }, on: { click: () => this.hooks.openThread(message.ts) } }, h("span", { class: "faces" }, who), h("strong", {}, words), message.latest_reply ? h("span", { class: "muted" }, `last ${clock(fromTs(message.latest_reply))}`) : null);
  }

  toolbar(message) {
    const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" });
    const root = message.thread_ts || message.ts;
    if (!this.hooks.inThread) append(bar, [h("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread", data: { testid: "open-thread" }, on: { click: () => this.hooks.openThread(root) } }, icon("reply"))]);
    const more = h("button", { type: "button", class: "icon-button", "aria-label": "More message actions", "aria-haspopup": "menu", "aria-expanded": "false", title: "More actions", data: { testid: "message-menu" } }, icon("more"));
    more.addEventListener("click", () => this.hooks.openMenu(more, message));
    bar.append(more);
    return bar;
  }
}

function sameVoice(a, b) {
  return a.user === b.user && a.bot_id === b.bot_id && a.username === b.username && Boolean(a.ephemeral) === Boolean(b.ephemeral) && !b.pinned && !b.reply_broadcast;
}
