// Draws Block Kit blocks. What it does not know it shows by name, with its JSON folded.

import { append, h, icon, uid } from "./dom.js";
import { directory } from "./directory.js";
import { drawElement } from "./elements.js";
import { markdown } from "./markdown.js";
import { link, mrkdwn, safeUrl, textObject, wordsOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

function picture(block, cls) {
  const url = safeUrl(block.image_url || (block.slack_file?.id ? directory.fileUrl(block.slack_file.id) : ""));
  const alt = wordsOf(block.alt_text) || "";
  const missing = () => h("span", { class: `${cls} no-picture`, role: "img", "aria-label": alt || "Image" }, icon("image"), cls === "picture" ? h("span", {}, alt || "Image") : null);
  if (!url) return missing();
  const image = h("img", { class: cls, src: url, alt, loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.replaceWith(missing()));
  return image;
}

/** As in Slack a click shows a picture in its own size. */
function enlarging(block) {
  const drawn = picture(block, "picture");
  return drawn.src ? h("a", { class: "file-image", href: drawn.src, target: "_blank", rel: "noopener" }, drawn) : drawn;
}

function section(block, ctx) {
  const words = h("div", { class: "section-words" }, block.text ? textObject(block.text) : null);
  if (block.fields?.length) words.append(h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field-cell" }, textObject(field)))));
  if (!block.accessory) return h("div", { class: "section" }, words);
  const accessory = block.accessory.type === "image" ? picture(block.accessory, "thumb") : drawElement(block.accessory, block.block_id, ctx);
  const side = ["image", "button", "overflow", "workflow_button"].includes(block.accessory.type) || block.accessory.type.endsWith("_select") || block.accessory.type.endsWith("picker");
  return h("div", { class: `section with-accessory ${side ? "" : "accessory-below"}` }, words, h("div", { class: "accessory" }, accessory));
}

function input(block, ctx) {
  const labelId = uid("label");
  const noteId = uid("note");
  const field = { labelId, describedBy: noteId, dispatch: Boolean(block.dispatch_action) };
  const control = drawElement(block.element, block.block_id, ctx, field);
  const target = control.matches("input, textarea") ? control : control.querySelector(".input");
  if (target) target.id = uid("input");
  return h("div", { class: "input-block", data: { fieldBlock: block.block_id || "" } },
    h(target ? "label" : "div", { class: "label", id: labelId, for: target?.id, dir: "auto" }, wordsOf(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null),
    control,
    h("div", { class: "notes", id: noteId }, h("p", { class: "field-error", hidden: true, role: "alert", data: { testid: "field-error", blockId: block.block_id || "" } }), block.hint ? h("p", { class: "hint", dir: "auto" }, wordsOf(block.hint)) : null));
}

function table(block) {
  const settings = block.column_settings || [];
  const cell = (one, at, header) => {
    const node = h(header ? "th" : "td", { scope: header ? "col" : undefined, class: `${settings[at]?.align ? `align-${settings[at].align}` : ""}${settings[at]?.is_wrapped ? " wrapped" : ""}` });
    if (one?.type === "rich_text") node.append(richText(one));
    else node.append(h("span", { dir: "auto" }, String(one?.text ?? one?.value ?? "")));
    return node;
  };
  const [head, ...rows] = block.rows || [];
  return h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, head ? h("thead", {}, h("tr", {}, head.map((one, at) => cell(one, at, true)))) : null, h("tbody", {}, rows.map((row) => h("tr", {}, row.map((one, at) => cell(one, at, false)))))));
}

const TASK = { pending: ["Pending", "○"], in_progress: ["In progress", "◐"], complete: ["Complete", "✓"], error: ["Error", "!"] };
function taskCard(block) {
  const [words, sign] = TASK[block.status] || TASK.pending;
  return h("div", { class: `task-card task-${block.status}` }, h("span", { class: "task-sign", "aria-hidden": "true" }, sign), h("div", {}, h("strong", {}, wordsOf(block.title)), h("span", { class: "muted" }, ` ${words}`), block.details ? richText(block.details) : null, block.output ? richText(block.output) : null));
}

const BLOCKS = {
  header: (block) => h("div", { class: "header", role: "heading", "aria-level": "3", dir: "auto" }, wordsOf(block.text)),
  section,
  context: (block) => h("div", { class: "context" }, (block.elements || []).map((one) => (one.type === "image" ? picture(one, "context-picture") : textObject(one)))),
  divider: () => h("hr"),
  actions: (block, ctx) => h("div", { class: "actions" }, (block.elements || []).map((one) => drawElement(one, block.block_id, ctx))),
  context_actions: (block, ctx) => h("div", { class: "actions" }, (block.elements || []).map((one) => drawElement(one, block.block_id, ctx))),
  image: (block) => h("figure", {}, block.title ? h("figcaption", { dir: "auto" }, wordsOf(block.title)) : null, enlarging(block)),
  input,
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  table,
  video: (block) => h("div", { class: "video" }, picture({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "picture"), h("div", { class: "video-words" }, h("span", { class: "video-sign" }, icon("play"), "Video"), h("strong", { dir: "auto" }, link(block.title_url || block.video_url, wordsOf(block.title))), block.description ? h("p", {}, wordsOf(block.description)) : null, h("p", { class: "muted" }, [block.author_name, block.provider_name].filter(Boolean).join(" · ")))),
  file: (block) => h("div", { class: "file-card" }, icon("file"), h("div", {}, h("strong", {}, "File"), h("p", { class: "muted" }, `${block.source || "remote"} · ${block.external_id || ""}`))),
  task_card: taskCard,
  plan: (block) => h("div", { class: "plan" }, h("strong", {}, wordsOf(block.title)), (block.tasks || []).map(taskCard)),
  call: (block) => h("div", { class: "file-card" }, icon("play"), h("div", {}, h("strong", {}, "Call"), h("p", { class: "muted" }, block.call_id || ""))),
};

function notDrawn(block) {
  return h("details", { class: "not-drawn", data: { testid: "not-drawn" } }, h("summary", {}, `This block (${block?.type || "no type"}) is not drawn by the playground`), h("pre", { tabindex: "0" }, JSON.stringify(block, null, 2)));
}

export function drawBlock(block, ctx) {
  const draw = BLOCKS[block?.type];
  let inner;
  try {
    inner = draw ? draw(block, ctx) : notDrawn(block);
  } catch (error) {
    console.warn("block not drawn", block?.type, error.message);
    inner = notDrawn(block);
  }
  return h("div", { class: `block block-${draw ? block.type : "unknown"}`, data: { blockId: block?.block_id || "", blockType: block?.type || "" } }, inner);
}

/** Show `blocks` in `box`, keeping the nodes of blocks that did not change: an open list stays open. */
export function patchBlocks(box, blocks, ctx) {
  const spare = new Map();
  for (const node of [...box.children]) {
    if (!spare.has(node.blockKey)) spare.set(node.blockKey, []);
    spare.get(node.blockKey).push(node);
  }
  const wanted = (blocks || []).map((block) => {
    const key = JSON.stringify(block);
    const kept = spare.get(key)?.shift();
    if (kept) return kept;
    const node = drawBlock(block, ctx);
    node.blockKey = key;
    return node;
  });
  for (const list of spare.values()) for (const node of list) node.remove();
  wanted.forEach((node, at) => { if (box.children[at] !== node) box.insertBefore(node, box.children[at] || null); });
}

/** Legacy attachments: a bar, its fields, or blocks. */
export function drawAttachment(attachment, ctx) {
  const box = h("div", { class: "attachment", style: { "--bar": /^#?[0-9a-f]{6}$/i.test(attachment.color || "") ? `#${attachment.color.replace("#", "")}` : { good: "#2f8f5b", warning: "#c9831d", danger: "#b42318" }[attachment.color] || "var(--line-strong)" } });
  if (attachment.pretext) box.append(mrkdwn(attachment.pretext));
  if (attachment.blocks) { const inner = h("div", { class: "blocks" }); patchBlocks(inner, attachment.blocks, ctx); box.append(inner); } else {
    append(box, [
      attachment.author_name ? h("div", { class: "muted" }, attachment.author_name) : null,
      attachment.title ? h("strong", {}, attachment.title_link ? link(attachment.title_link, attachment.title) : attachment.title) : null,
      attachment.text ? mrkdwn(attachment.text) : attachment.fallback && !attachment.title ? h("div", { class: "text" }, attachment.fallback) : null,
      attachment.fields?.length ? h("div", { class: "fields" }, attachment.fields.map((field) => h("div", { class: "field-cell" }, h("strong", {}, field.title), mrkdwn(field.value)))) : null,
      attachment.image_url ? picture({ image_url: attachment.image_url, alt_text: attachment.title }, "picture") : null,
      attachment.footer ? h("div", { class: "muted" }, attachment.footer) : null,
    ]);
  }
  return box;
}
