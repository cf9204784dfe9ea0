// Reads Slack's mrkdwn into DOM nodes: bold, italics, strike, code, quotes, links, mentions, dates, emoji.

import { h } from "./dom.js";
import { clock, directory, nearDay, when } from "./directory.js";
import { emojiOf, withEmoji } from "./emoji.js";

/** Undo Slack's three entities, once. */
export const unescape = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
/** What Slack's own clients do to what a person types. */
export const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** Only these schemes become links; anything else stays text. */
export function safeUrl(url) {
  return /^(https?:|mailto:|tel:|slack:|\/(?!\/))/i.test(String(url || "").trim()) ? String(url).trim() : null;
}
export function link(url, content) {
  const safe = safeUrl(url);
  if (!safe) return h("span", {}, content || url);
  return h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, content || url.replace(/^mailto:/, ""));
}

export function personMention(id, label) {
  const mine = directory.me?.id === id;
  const name = directory.person(id) || directory.isBot(id) ? directory.nameOf(id) : label || id;
  return h("span", { class: `mention${mine ? " mention-me" : ""}`, data: { userId: id }, title: directory.person(id)?.title || undefined }, `@${name}`);
}
export function groupMention(id, label) {
  const group = directory.group(id);
  const mine = group?.users?.includes(directory.me?.id);
  return h("span", { class: `mention${mine ? " mention-me" : ""}`, title: group?.name }, `@${group?.handle || (label || id).replace(/^@/, "")}`);
}
export function channelMention(id, label) {
  const channel = directory.channel(id);
  const name = channel ? directory.channelName(id) : label || id;
  if (!channel) return h("span", { class: "mention" }, `#${name}`);
  return h("a", { class: "mention", href: `#c=${encodeURIComponent(id)}`, data: { channelLink: id } }, `#${name}`);
}
export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}
export function emoji(name) {
  const sign = emojiOf(name);
  return sign ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, sign) : document.createTextNode(`:${name}:`);
}

const LONG = { day: "numeric", month: "long", year: "numeric" };
const DATES = {
  date_num: (d) => when(d, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
  date: (d) => when(d, LONG),
  date_short: (d) => when(d, { day: "numeric", month: "short", year: "numeric" }),
  date_long: (d) => when(d, { weekday: "long", ...LONG }),
  time: clock,
  time_secs: (d) => when(d, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
  ago: (d) => {
    const seconds = Math.round((d.getTime() - Date.now()) / 1000);
    for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
      if (Math.abs(seconds) >= size) return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / size), unit);
    }
    return seconds <= 0 ? "just now" : "in a moment";
  },
};
/** `{date_short_pretty} {time}` in the reader's own zone. */
export function slackDate(unix, format, fallback, url) {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return document.createTextNode(fallback || "");
  const text = String(format || "").replace(/\{([a-z_]+)\}/g, (whole, name) => {
    if (name === "day_divider_pretty") return nearDay(date) || DATES.date_long(date);
    const near = name.endsWith("_pretty") && nearDay(date);
    const plain = DATES[name.replace(/_pretty$/, "")];
    return near ? near.toLowerCase() : plain ? plain(date) : whole;
  });
  const time = h("time", { datetime: date.toISOString(), title: when(date, { dateStyle: "full", timeStyle: "long" }) }, text);
  return url ? link(url, time) : time;
}

function angle(body, inline) {
  const bar = body.indexOf("|");
  const target = bar < 0 ? body : body.slice(0, bar);
  const label = bar < 0 ? null : unescape(body.slice(bar + 1));
  if (/^@[UWB][A-Z0-9]*$/.test(target)) return personMention(target.slice(1), label);
  if (/^#[CGD][A-Z0-9]*$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!subteam^")) return groupMention(target.slice(9), label);
  if (target.startsWith("!date^")) {
    const [, unix, format, url] = target.split("^");
    return slackDate(unix, unescape(format || ""), label, url ? unescape(url) : null);
  }
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (/^!/.test(target) && label) return document.createTextNode(label);
  if (/^(https?:|mailto:|tel:|slack:)/i.test(target)) {
    return link(unescape(target), bar < 0 ? null : inline(body.slice(bar + 1)));
  }
  return null;
}

const MARKS = { "*": "strong", _: "em", "~": "s" };
const wordy = /[\p{L}\p{N}]/u;

/** Inline marks of one run of text, as nodes. */
export function inline(text, { links = true } = {}) {
  const nodes = [];
  let plain = "";
  const flush = () => { if (plain) nodes.push(document.createTextNode(unescape(plain))); plain = ""; };
  const put = (node) => { flush(); nodes.push(node); };
  for (let at = 0; at < text.length; ) {
    const sign = text[at];
    const before = at ? text[at - 1] : " ";
    if (sign === "<") {
      const end = text.indexOf(">", at);
      const node = end > at ? angle(text.slice(at + 1, end), (inner) => inline(inner, { links: false })) : null;
      if (node) { put(node); at = end + 1; continue; }
    } else if (sign === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > at + 1 && !text.slice(at, end).includes("\n")) { put(h("code", {}, unescape(text.slice(at + 1, end)))); at = end + 1; continue; }
    } else if (MARKS[sign] && !wordy.test(before) && before !== sign && text[at + 1] && !/\s/.test(text[at + 1]) && text[at + 1] !== sign) {
      const end = closing(text, at, sign);
      if (end) { put(h(MARKS[sign], {}, inline(text.slice(at + 1, end), { links }))); at = end + 1; continue; }
    } else if (sign === ":") {
      const match = /^:([a-z0-9_+-]+):/.exec(text.slice(at, at + 60));
      if (match && emojiOf(match[1])) { put(emoji(match[1])); at += match[0].length; continue; }
    } else if (links && sign === "h" && !wordy.test(before)) {
      const match = /^https?:\/\/[^\s<>|*`]+[^\s<>|*`.,;:!?)'"]/.exec(text.slice(at, at + 3000));
      if (match) { put(link(unescape(match[0]))); at += match[0].length; continue; }
    }
    plain += sign;
    at += 1;
  }
  flush();
  return nodes;
}

function closing(text, start, sign) {
  for (let at = start + 2; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "<") {
      const end = text.indexOf(">", at);
      if (end > 0) { at = end; continue; }
    }
    if (text[at] === "`") {
      const end = text.indexOf("`", at + 1);
      if (end > 0) { at = end; continue; }
    }
    if (text[at] === sign && !/\s/.test(text[at - 1]) && !(text[at + 1] && wordy.test(text[at + 1]))) return at;
  }
  return 0;
}

function lines(text) {
  const out = [];
  let quote = null;
  let words = [];
  const flushWords = () => { if (words.length) out.push(h("div", { class: "line", dir: "auto" }, inline(words.join("\n")))); words = []; };
  const flushQuote = () => { if (quote) out.push(h("blockquote", { dir: "auto" }, inline(quote.join("\n")))); quote = null; };
  for (const line of text.split("\n")) {
    const match = /^(?:&gt;|>) ?/.exec(line);
    if (match) { flushWords(); (quote ||= []).push(line.slice(match[0].length)); continue; }
    flushQuote();
    words.push(line);
  }
  flushWords();
  flushQuote();
  return out;
}

/** A whole mrkdwn text: code fences, quotes and lines. */
export function mrkdwn(text) {
  const out = [];
  String(text ?? "").split(/```\n?([\s\S]*?)\n?```\n?/).forEach((part, at) => {
    if (at % 2) out.push(h("pre", { tabindex: "0" }, unescape(part.replace(/<(https?:[^|>]+)(\|[^>]*)?>/g, "$1"))));
    else if (part) out.push(...lines(at ? part : part.replace(/\n$/, "")));
  });
  return h("div", { class: "text", dir: "auto" }, out);
}

/** Plain text: emoji shortcodes at most. */
export const plain = (text) => withEmoji(unescape(String(text ?? "")));

/** A Block Kit text object, as one node. */
export function textObject(object) {
  if (!object) return document.createTextNode("");
  if (typeof object === "string") return h("div", { class: "text", dir: "auto" }, plain(object));
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return h("div", { class: "text", dir: "auto" }, object.emoji === false ? unescape(object.text) : plain(object.text));
}
export const wordsOf = (object) => plain(typeof object === "string" ? object : object?.text);
