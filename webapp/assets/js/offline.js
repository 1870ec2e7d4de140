// The copy of an evidence page that a browser keeps for use without reception, and when it goes.

const PAGES = "alongside-pages";

export async function keepsPages() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) {
    return false;
  }
  try {
    await navigator.serviceWorker.register("/service-worker.js");
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

// The page as it is at its plain address, without any filter.
export async function keepPage() {
  const answer = await fetch(window.location.pathname, { cache: "no-store", redirect: "error" }).catch(() => null);
  if (answer?.ok && answer.headers.has("X-Keep-Days") && "caches" in window) {
    await (await caches.open(PAGES)).put(window.location.pathname, answer);
  }
}

export async function removePage() {
  if ("caches" in window) {
    await (await caches.open(PAGES)).delete(window.location.pathname);
  }
}

// Whoever signs out, or signs in after somebody else, leaves no copies behind.
export function removePagesAtSignOut(page) {
  page.addEventListener("submit", (event) => {
    const path = new URL(event.target.action, window.location.href).pathname;
    if (/^\/sign-(in|out)/.test(path) && "caches" in window) {
      caches.delete(PAGES);
    }
  });
}
