// Speaks to the control API. Every answer is JSON; a failure becomes {ok: false, error}.

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    return { ok: false, error: "the playground does not answer" };
  }
  let body = {};
  try {
    body = await response.json();
  } catch {
    body = {};
  }
  if (body === null || typeof body !== "object" || Array.isArray(body)) body = { value: body };
  if (!response.ok) return { error: `status ${response.status}`, ...body, ok: false };
  return body;
}

const get = (name, query) => call(`/_workspace/${name}?${new URLSearchParams(query)}`, { cache: "no-store" });
const post = (name, body) =>
  call(`/_workspace/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const api = {
  state: (as) => get("state", as ? { as } : {}),
  messages: (as, channel, thread_ts, limit = 200) => get("messages", { as, channel, limit, ...(thread_ts ? { thread_ts } : {}) }),
  say: (body) => post("say", body),
  command: (body) => post("command", body),
  click: (body) => post("click", body),
  submitView: (body) => post("view/submit", body),
  closeView: (body) => post("view/close", body),
  inputView: (body) => post("view/input", body),
  home: (as) => post("home", { as }),
  dm: (as) => post("dm", { as }),
  shortcut: (body) => post("shortcut", body),
  upload: (body) => post("upload", body),
  suggest: (body) => post("suggest", body),
  read: (as, channel, ts) => post("read", { as, channel, ts }),
};
