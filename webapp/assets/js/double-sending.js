// A form leaves once: a second press while the first is on its way does nothing. The server's one-time form
// key is the real guard; this one spares people the wait.

const WAIT_BEFORE_ANOTHER_TRY = 15000;

export function guardAgainstDoubleSending(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    if ("onItsWay" in form.dataset) {
      event.preventDefault();
      return;
    }
    markAsSent(form, event.submitter);
  });
  // A page that the browser brings back from its memory can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      page.querySelectorAll("form[data-on-its-way]").forEach(release);
    }
  });
}

function markAsSent(form, button) {
  form.dataset.onItsWay = "";
  button?.setAttribute("aria-disabled", "true");
  window.setTimeout(() => release(form), WAIT_BEFORE_ANOTHER_TRY);
}

function release(form) {
  delete form.dataset.onItsWay;
  form.querySelectorAll("[aria-disabled='true']").forEach((button) => button.removeAttribute("aria-disabled"));
}
