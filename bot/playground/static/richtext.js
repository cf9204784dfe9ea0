// Draws `rich_text`: sections, lists, quotes, preformatted text and what stands in them.

import { h } from "./dom.js";
import { broadcast, channelMention, emoji, groupMention, link, personMention, slackDate } from "./mrkdwn.js";

function dressed(node, style = {}) {
  let out = node;
  if (style.code) out = h("code", {}, out);
  if (style.bold) out = h("strong", {}, out);
  if (style.italic) out = h("em", {}, out);
  if (style.strike) out = h("s", {}, out);
  if (style.underline) out = h("u", {}, out);
  return out;
}

function element(one) {
  const fromCode = (code) => { try { return String.fromCodePoint(...code.split("-").map((part) => parseInt(part, 16))); } catch { return ""; } };
  switch (one.type) {
    case "text": return dressed(document.createTextNode(one.text ?? ""), one.style);
    case "link": return dressed(link(one.url, one.text), one.style);
    case "user": return dressed(personMention(one.user_id), one.style);
    case "usergroup": return dressed(groupMention(one.usergroup_id), one.style);
    case "channel": return dressed(channelMention(one.channel_id), one.style);
    case "broadcast": return broadcast(one.range);
    case "emoji": return one.unicode ? document.createTextNode(fromCode(one.unicode)) : emoji(one.name);
    case "date": return slackDate(one.timestamp, one.format || "{date} {time}", one.fallback, one.url);
    case "color": return h("span", { class: "swatch" }, h("span", { style: { "--fill": /^#[0-9a-f]{3,8}$/i.test(one.value) ? one.value : "transparent" } }), one.value);
    default: return h("code", { title: "not drawn by the playground" }, one.text || one.type);
  }
}
const elements = (list) => (list || []).map(element);

function nestedLists(run) {
  const root = [];
  const open = [];
  for (const part of run) {
    const indent = part.indent || 0;
    while (open.length && open[open.length - 1].indent >= indent && !(open.length === 1 && open[0].indent === indent && open[0].style === part.style)) {
      const last = open[open.length - 1];
      if (last.indent === indent && last.style === part.style) break;
      open.pop();
    }
    let target = open[open.length - 1];
    if (!target || target.indent !== indent) {
      const node = h(part.style === "ordered" ? "ol" : "ul", { start: part.offset ? part.offset + 1 : undefined, class: part.border ? "bordered" : undefined });
      const under = target?.node.lastElementChild;
      if (under) under.append(node);
      else root.push(node);
      target = { indent, node, style: part.style };
      open.push(target);
    }
    for (const item of part.elements || []) target.node.append(h("li", { dir: "auto" }, elements(item.elements)));
  }
  return root;
}

export function richText(block) {
  const out = [];
  const parts = block.elements || [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (part.type === "rich_text_list") {
      const run = [];
      for (; at < parts.length && parts[at].type === "rich_text_list"; at += 1) run.push(parts[at]);
      at -= 1;
      out.push(...nestedLists(run));
    } else if (part.type === "rich_text_preformatted") out.push(h("pre", { tabindex: "0" }, elements(part.elements)));
    else if (part.type === "rich_text_quote") out.push(h("blockquote", { dir: "auto" }, elements(part.elements)));
    else out.push(h("div", { class: "line", dir: "auto" }, elements(part.elements)));
  }
  return h("div", { class: "text" }, out);
}
