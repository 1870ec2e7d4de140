// Saves a form as it is typed: POSTs it to the address in data-autosave a moment after the last key, and
// says so in the form's [data-autosave-status]. The answer may be JSON with `saved_at` (text) and `version`.

const PAUSE = 1500;
const FIRST_RETRY = 5000;
const LONGEST_RETRY = 60000;

export function watchForAutosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = 0;
  let unsaved = false;
  let retry = FIRST_RETRY;

  function say(state, words) {
    if (status && status.textContent !== words) {
      status.dataset.state = state;
      status.textContent = words;
    }
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  async function save({ leaving = false } = {}) {
    window.clearTimeout(timer);
    if (!unsaved || "onItsWay" in form.dataset) {
      return;
    }
    unsaved = false;
    try {
      const answer = await send(form, leaving);
      if (answer.conflict) {
        say("failed", "Somebody else has changed this. Press the button to see both.");
        return;
      }
      retry = FIRST_RETRY;
      keepVersion(form, answer.version);
      say(unsaved ? "unsaved" : "saved", unsaved ? "Not saved yet" : `Saved at ${answer.saved_at ?? timeNow()}`);
    } catch {
      unsaved = true;
      say("failed", "Not saved yet. Trying again soon.");
      later(retry);
      retry = Math.min(retry * 2, LONGEST_RETRY);
    }
  }

  form.addEventListener("input", () => {
    unsaved = true;
    say("unsaved", "Not saved yet");
    later(PAUSE);
  });
  form.addEventListener("change", () => unsaved && later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      save({ leaving: true });
    }
  });
}

async function send(form, leaving) {
  const fields = new FormData(form);
  // The one-time key is for the press of the button alone, and files travel with it too.
  fields.delete("form_key");
  for (const [name, value] of [...fields]) {
    if (value instanceof File) {
      fields.delete(name);
    }
  }
  const response = await fetch(form.dataset.autosave, {
    method: "POST",
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    keepalive: leaving,
    redirect: "error",
  });
  if (response.status === 409) {
    return { conflict: true };
  }
  if (!response.ok) {
    throw new Error("not saved");
  }
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return isJson ? response.json() : {};
}

function keepVersion(form, version) {
  const field = form.elements.namedItem("version");
  if (field && version !== undefined && version !== null) {
    field.value = version;
  }
}

// As everywhere in the product: 9am, 4:10pm.
function timeNow() {
  const now = new Date();
  const minutes = now.getMinutes() ? `:${String(now.getMinutes()).padStart(2, "0")}` : "";
  return `${now.getHours() % 12 || 12}${minutes}${now.getHours() < 12 ? "am" : "pm"}`;
}
