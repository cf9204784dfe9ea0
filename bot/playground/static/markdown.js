// Reads standard Markdown (the `markdown` block) into DOM nodes; HTML in it stays text.

import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { broadcast, channelMention, emoji, groupMention, link, personMention, unescape } from "./mrkdwn.js";

const INLINE = [
  [/^\\([\\`*_{}[\]()#+\-.!|~<>])/, (m) => document.createTextNode(m[1])],
  [/^(`+)([\s\S]+?)\1(?!`)/, (m) => h("code", {}, m[2].trim() || m[2])],
  [/^!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], m[1] || "image")],
  [/^\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (m) => link(m[2], runs(m[1]))],
  [/^<@([UWB][A-Z0-9]*)(?:\|[^>]*)?>/, (m) => personMention(m[1])],
  [/^<#([CGD][A-Z0-9]*)(?:\|[^>]*)?>/, (m) => channelMention(m[1])],
  [/^<!subteam\^([A-Z0-9]+)(?:\|([^>]*))?>/, (m) => groupMention(m[1], m[2])],
  [/^<!(here|channel|everyone)>/, (m) => broadcast(m[1])],
  [/^<(https?:[^>|\s]+)(?:\|([^>]*))?>/, (m) => link(m[1], m[2])],
  [/^\*\*\*(?=\S)([\s\S]*?\S)\*\*\*/, (m) => h("strong", {}, h("em", {}, runs(m[1])))],
  [/^(\*\*|__)(?=\S)([\s\S]*?\S)\1/, (m) => h("strong", {}, runs(m[2]))],
  [/^\*(?=[^\s*])([^*]*[^\s*])\*/, (m) => h("em", {}, runs(m[1]))],
  [/^_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}])/u, (m) => h("em", {}, runs(m[1]))],
  [/^~~(?=\S)([\s\S]*?\S)~~/, (m) => h("s", {}, runs(m[1]))],
  [/^https?:\/\/[^\s<>)]+[^\s<>).,;:!?'"]/, (m) => link(m[0])],
];

function runs(text) {
  const nodes = [];
  let words = "";
  const flush = () => { if (words) nodes.push(document.createTextNode(unescape(words))); words = ""; };
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const sign = text[at];
    let found = null;
    if ("\\`![<*_~h".includes(sign) && !((sign === "_" || sign === "h") && /[\p{L}\p{N}]/u.test(text[at - 1] || " "))) {
      for (const [pattern, make] of INLINE) {
        const match = pattern.exec(rest);
        if (match) { found = [match[0].length, make(match)]; break; }
      }
    } else if (sign === ":") {
      const match = /^:([a-z0-9_+-]+):/.exec(rest);
      if (match && emojiOf(match[1])) found = [match[0].length, emoji(match[1])];
    }
    if (found) { flush(); nodes.push(found[1]); at += found[0]; continue; }
    words += sign;
    at += 1;
  }
  flush();
  return nodes;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function list(source, at) {
  const first = ITEM.exec(source[at]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", { start: ordered ? parseInt(first[2], 10) : undefined });
  let item = null;
  while (at < source.length) {
    const match = ITEM.exec(source[at]);
    if (match && match[1].length > indent + 1 && item) {
      const [inner, next] = list(source, at);
      item.append(inner);
      at = next;
    } else if (match && Math.abs(match[1].length - indent) <= 1 && /\d/.test(match[2]) === ordered) {
      const task = /^\[([ xX])\]\s+(.*)$/.exec(match[3]);
      item = h("li", task ? { class: "task-item" } : {}, task ? [h("span", { class: "box", role: "img", "aria-label": task[1] === " " ? "open" : "done" }, task[1] === " " ? "☐" : "☑"), " ", runs(task[2])] : runs(match[3]));
      node.append(item);
      at += 1;
    } else if (!match && source[at].trim() && /^\s+/.test(source[at]) && item) {
      item.append(h("br"), ...runs(source[at].trim()));
      at += 1;
    } else break;
  }
  return [node, at];
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replace(/\\\|/g, "|"));

export function markdown(text) {
  const source = String(text ?? "").replace(/\r\n?/g, "\n").split("\n");
  const out = [];
  for (let at = 0; at < source.length; ) {
    const line = source[at];
    const fence = /^\s*(```|~~~)/.exec(line);
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
    if (!line.trim()) { at += 1; } else if (fence) {
      const body = [];
      for (at += 1; at < source.length && !source[at].trim().startsWith(fence[1]); at += 1) body.push(source[at]);
      at += 1;
      out.push(h("pre", { tabindex: "0" }, body.join("\n")));
    } else if (heading) {
      out.push(h("div", { class: `md-h md-h${heading[1].length}`, role: "heading", "aria-level": String(Math.min(6, heading[1].length + 2)), dir: "auto" }, runs(heading[2])));
      at += 1;
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) { out.push(h("hr")); at += 1; } else if (/^\s*>/.test(line)) {
      const body = [];
      for (; at < source.length && /^\s*>/.test(source[at]); at += 1) body.push(source[at].replace(/^\s*> ?/, ""));
      out.push(h("blockquote", {}, [...markdown(body.join("\n")).childNodes]));
    } else if (ITEM.test(line)) {
      const [node, next] = list(source, at);
      out.push(node);
      at = next;
    } else if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(source[at + 1] || "")) {
      const head = h("tr", {}, cells(line).map((cell) => h("th", { scope: "col" }, runs(cell))));
      const rows = [];
      for (at += 2; at < source.length && source[at].includes("|"); at += 1) rows.push(h("tr", {}, cells(source[at]).map((cell) => h("td", {}, runs(cell)))));
      out.push(h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("thead", {}, head), h("tbody", {}, rows))));
    } else {
      const body = [];
      for (; at < source.length && source[at].trim() && !/^(\s*(```|~~~|>)|#{1,6}\s)/.test(source[at]) && !(body.length && ITEM.test(source[at])); at += 1) body.push(source[at].trim());
      out.push(h("p", { dir: "auto" }, runs(body.join("\n"))));
    }
  }
  return h("div", { class: "text markdown" }, out);
}
