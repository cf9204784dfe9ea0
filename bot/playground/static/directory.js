// Who and what the workspace knows, so that ids in messages can be read as names.

const known = { me: null, app: { name: "Drumbeat", command: "/release" }, people: new Map(), groups: new Map(), channels: new Map() };

export function learn(state) {
  known.me = state.me && state.me.id ? state.me.id : state.me;
  known.app = { ...known.app, ...(state.app || {}) };
  known.people = new Map((state.people || []).filter((one) => !one.is_bot).map((one) => [one.id, one]));
  known.team = state.team?.id || "";
  known.groups = new Map((state.groups || []).map((one) => [one.id, one]));
  known.channels = new Map((state.channels || []).map((one) => [one.id, one]));
}

export const directory = {
  get me() { return known.people.get(known.me) || null; },
  get app() { return known.app; },
  get people() { return [...known.people.values()]; },
  get groups() { return [...known.groups.values()]; },
  get channels() { return [...known.channels.values()]; },
  person: (id) => known.people.get(id) || null,
  group: (id) => known.groups.get(id) || null,
  channel: (id) => known.channels.get(id) || null,
  isBot: (id) => Boolean(id) && id === known.app.bot_user_id,
  nameOf(id) {
    if (this.isBot(id)) return known.app.name;
    const person = known.people.get(id);
    return person ? person.real_name || person.name : id;
  },
  channelName(id) {
    const channel = known.channels.get(id);
    if (!channel) return id;
    return channel.is_im ? this.nameOf(channel.user) : channel.name;
  },
  /** A private file of the workspace, as the person we are may read it. */
  fileUrl(id, name = "file") { return `/files-pri/${encodeURIComponent(known.team)}-${encodeURIComponent(id)}/${encodeURIComponent(name)}?as=${encodeURIComponent(known.me)}`; },
  get zone() { return this.me?.tz || undefined; },
};

const formats = new Map();
/** Format a moment in the zone of the person whose eyes we use. */
export function when(date, options) {
  const key = JSON.stringify([directory.zone, options]);
  if (!formats.has(key)) {
    let format;
    try {
      format = new Intl.DateTimeFormat("en-GB", { timeZone: directory.zone, ...options });
    } catch {
      format = new Intl.DateTimeFormat("en-GB", options);
    }
    formats.set(key, format);
  }
  return formats.get(key).format(date);
}
export const dayOf = (date) => when(date, { year: "numeric", month: "2-digit", day: "2-digit" });
export const clock = (date) => when(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const fromTs = (ts) => new Date(Number(ts) * 1000);

/** "Today", "Yesterday", "Tomorrow" or nothing. */
export function nearDay(date) {
  const now = Date.now();
  const day = 86_400_000;
  if (dayOf(date) === dayOf(new Date(now))) return "Today";
  if (dayOf(date) === dayOf(new Date(now - day))) return "Yesterday";
  if (dayOf(date) === dayOf(new Date(now + day))) return "Tomorrow";
  return null;
}
export function longDay(date) {
  return nearDay(date) || when(date, { weekday: "long", day: "numeric", month: "long" });
}
