// Keeps the pages of evidence logs that somebody has opened usable without reception, and what those pages load.
// Nothing else is kept. Copies go at sign-in and sign-out, when the trust shows the page no more, and in time.

const PAGES = "alongside-pages";
const ASSETS = "alongside-assets";
const BUILD = "/static/build/";
const FILES = [
  "./main.css", "./main.js", "./govuk-frontend.js", "./autosave.js", "./double-sending.js", "./pages.js",
  "./live.js", "./offline.js", "./evidence.js", "./evidence-queue.js", "./evidence-sending.js",
  "./evidence-showing.js",
  "./source-sans-3.woff2", "./source-sans-3-ext.woff2", "./favicon.svg",
].map((name) => BUILD + name.slice(2));
const PATIENCE = 6000;
const LOG = /^\/reviews\/[^/]+\/evidence$/;
const SIGNING = /^\/(sign-in|sign-out|new-password|welcome)(\/|$)/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(ASSETS).then((kept) => kept.addAll(FILES)));
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) {
    return;
  }
  if (request.method === "POST" && SIGNING.test(url.pathname)) {
    event.waitUntil(caches.delete(PAGES));
  } else if (request.method === "GET" && url.pathname.startsWith(BUILD)) {
    event.respondWith(asset(request));
  } else if (request.mode === "navigate" && request.method === "GET" && LOG.test(url.pathname)) {
    event.respondWith(page(event, url));
  }
});

// Pages that were kept by an earlier version of this name other files: they are fetched anew, then those go.
async function takeOver() {
  await self.clients.claim();
  const [pages, assets] = [await caches.open(PAGES), await caches.open(ASSETS)];
  const kept = await pages.keys();
  const fetched = await Promise.all(kept.map((one) => fetchAnew(pages, one).catch(() => false)));
  if (fetched.every(Boolean)) {
    const old = (await assets.keys()).filter((one) => !FILES.includes(new URL(one.url).pathname));
    await Promise.all(old.map((one) => assets.delete(one)));
  }
}

async function fetchAnew(pages, request) {
  const answer = await fetch(request.url, { cache: "no-store", redirect: "error" });
  return keep(pages, new URL(request.url).pathname, answer);
}

async function keep(pages, path, answer) {
  if (answer.ok && !answer.redirected && answer.headers.has("X-Keep-Days")) {
    await pages.put(path, answer.clone());
    return true;
  }
  if (answer.status === 404 || answer.status === 403 || answer.ok) {
    await pages.delete(path);
  }
  return false;
}

async function asset(request) {
  const kept = await (await caches.open(ASSETS)).match(request.url);
  return kept ?? fetch(request);
}

// The trust's answer where it comes in time, or the copy; with a filter only the trust's counts as a new copy.
async function page(event, url) {
  const pages = await caches.open(PAGES);
  const network = fetch(event.request).then(async (answer) => {
    if (!url.search) {
      await keep(pages, url.pathname, answer);
    }
    return answer;
  });
  event.waitUntil(network.catch(() => null));
  const copy = await current(pages, url.pathname);
  if (!copy) {
    return network;
  }
  const late = new Promise((resolve) => setTimeout(() => resolve(copy), PATIENCE));
  return Promise.race([network.catch(() => copy), late]);
}

async function current(pages, path) {
  const copy = await pages.match(path);
  const age = copy ? (Date.now() - Date.parse(copy.headers.get("Date"))) / 86400000 : 0;
  if (copy && age >= Number(copy.headers.get("X-Keep-Days"))) {
    await pages.delete(path);
    return undefined;
  }
  return copy;
}
