// Parts of a page that keep up by themselves: fetched again every so many seconds, while somebody looks.
// Without scripts the page says that it can be loaded again.

export function keepUp(page) {
  page.querySelectorAll("[data-live]").forEach((part) => {
    window.setInterval(() => refresh(page, part), Number(part.dataset.live) * 1000);
  });
}

async function refresh(page, part) {
  if (page.hidden) {
    return;
  }
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (fresh && fresh.innerHTML !== part.innerHTML) {
      part.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // No reception for a moment: what stands there stays until the next try.
  }
}
