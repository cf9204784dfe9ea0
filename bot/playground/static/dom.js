// Builds elements. Text only ever enters as text nodes: nothing here parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: h("p", {class: "x", on: {click}}, "text", node, [more]). */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "style") for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    else if (name === "value") node.value = value;
    else if (name === "checked") node.checked = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export const byId = (id) => document.getElementById(id);

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  guide: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.600 9.300a2.500 2.500 0 1 1 3.600 2.300c-.8.4-1.200 1-1.200 1.900M12 16.800v.1",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  hash: "M9.500 4L7.500 20M16.500 4l-2 16M4.500 9h16M3.500 15h16",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  clip: "M19.500 11.500l-7.800 7.800a5 5 0 0 1-7-7l8.300-8.300a3.300 3.300 0 0 1 4.700 4.700l-8.300 8.300a1.700 1.700 0 0 1-2.400-2.400l7.500-7.500",
  send: "M4 12l16-8-5.500 16-3-6.500z",
  reply: "M20 15a2 2 0 0 1-2 2H9l-4 4V6a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M12 5v14M6 13l6 6 6-6",
  chevron: "M7 10l5 5 5-5",
  check: "M5 12.500l4.500 4.500L19 7.500",
  pin: "M9 4h6l-1 6 3.500 3.500h-11L10 10zM12 13.500V21",
  eye: "M2.500 12s3.500-6.500 9.500-6.500 9.500 6.500 9.500 6.500-3.500 6.500-9.500 6.500S2.500 12 2.500 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  warn: "M12 4l9 16H3zM12 10v4.500M12 17.300v.1",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15.500 9.500h.01",
  home: "M4 11l8-7 8 7v9h-5.500v-6h-5v6H4z",
  play: "M8 5l11 7-11 7z",
  back: "M15 5l-7 7 7 7",
};

/** An icon that says nothing by itself: the words stand beside it or in the button's label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name] || ICONS.more);
  svg.append(path);
  return svg;
}

export function fillIcons(root = document) {
  for (const place of root.querySelectorAll("[data-icon]")) place.replaceWith(icon(place.dataset.icon));
}

/** Initials on the person's own colour, in whichever ink is legible on it. */
export function avatar(name, color, { size = "", picture = null } = {}) {
  if (picture) return h("img", { class: `avatar ${size}`, src: picture, alt: "" });
  const words = String(name || "?").replace(/[^\p{L}\p{N} ]/gu, " ").trim().split(/\s+/);
  const letters = ((words[0] || "?")[0] + (words.length > 1 ? words[words.length - 1][0] : "")).toUpperCase();
  const fill = /^#?[0-9a-f]{6}$/i.test(color || "") ? `#${color.replace("#", "")}` : "#5f6862";
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16) / 255);
  const ink = 0.299 * r + 0.587 * g + 0.114 * b > 0.62 ? "#1b1f1d" : "#ffffff";
  return h("span", { class: `avatar ${size}`, "aria-hidden": "true", style: { "--fill": fill, "--ink": ink } }, letters);
}

let serial = 0;
export const uid = (prefix) => `${prefix}-${(serial += 1)}`;

export function announce(text) {
  byId("announcer").textContent = text;
}
