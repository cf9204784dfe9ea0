// Hears that the workspace changed: server-sent events, and asking every two seconds while they fail.

const POLL = 2000;
const QUIET = 45_000; // a stream that has said nothing for so long is asked once, in case it is dead

/** `heard({revision, channels})` with channels null when anything may have changed; `told(status)`. */
export function listen({ heard, told, revision }) {
  let source = null;
  let poll = 0;
  let retry = 1000;
  let last = Date.now();

  const ask = async () => {
    const now = await revision();
    if (now !== null) heard({ revision: now, channels: null });
    if (source?.readyState !== EventSource.OPEN) told(now === null ? "offline" : "polling");
  };
  const startPolling = () => { if (!poll) { poll = setInterval(ask, POLL); ask(); } };
  const stopPolling = () => { clearInterval(poll); poll = 0; };
  const connect = () => {
    source = new EventSource("/_workspace/events");
    source.onopen = () => { retry = 1000; last = Date.now(); stopPolling(); told("live"); heard({ revision: null, channels: null }); };
    source.onmessage = (event) => {
      last = Date.now();
      try { heard(JSON.parse(event.data)); } catch { heard({ revision: null, channels: null }); }
    };
    source.onerror = () => {
      told("offline");
      startPolling();
      source.close();
      setTimeout(connect, retry);
      retry = Math.min(retry * 2, 15_000);
    };
  };
  connect();
  setInterval(() => { if (!poll && Date.now() - last > QUIET) { last = Date.now(); ask(); } }, 10_000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) heard({ revision: null, channels: null }); });
  window.addEventListener("pagehide", () => source.close());
}
