// Sends what waits on this phone to the trust, as whoever wrote it, and asks again until each entry is confirmed.

const BATCH = 20;
const PATIENCE = 30000;

// What stands in the way, as the page says it.
export const SIGNED_OUT = "signed-out";
export const NO_RECEPTION = "no-reception";
export const SOMEBODY_ELSE = "somebody-else";
export const NOT_THERE = "not-there";
export const LATER = "later";

// One tab at a time; where the browser has no locks the trust still counts every entry once.
export function send(queue, page) {
  if (!navigator.locks) {
    return sendAll(queue, page);
  }
  return navigator.locks.request(`evidence ${page.reference}`, () => sendAll(queue, page));
}

async function sendAll(queue, page) {
  try {
    let token = "";
    for (;;) {
      const rows = nextBatch(await queue.of(page.reference, page.person));
      const batch = rows.map(toSend);
      if (!batch.length) {
        return "";
      }
      if (!token) {
        const state = await ask(page.state);
        if (state.problem || state.person !== page.person) {
          return state.problem ?? SOMEBODY_ELSE;
        }
        await page.learn(state);
        token = state.token;
      }
      await Promise.all(rows.map((row) => queue.put({ ...row, tried: true })));
      const answer = await ask(page.sync, token, { person: page.person, entries: batch });
      if (answer.problem) {
        return answer.problem;
      }
      await queue.settle(page.reference, answer.answers);
      if (answer.answers.length < batch.length || answer.answers.some((one) => one.outcome === "waits")) {
        return LATER;
      }
    }
  } catch {
    return NO_RECEPTION;
  }
}

// Of several changes to one entry the first goes alone: what the others are based on follows from its answer.
function nextBatch(rows) {
  const first = new Map();
  for (const row of rows.filter((one) => one.status === "waiting")) {
    if (!first.has(row.key)) {
      first.set(row.key, row);
    }
  }
  return [...first.values()].slice(0, BATCH);
}

function toSend({ key, change, based_on, struck, kind, question_id, activity_id, noted_at, seen }) {
  return { key, change, based_on, struck, kind, question_id, activity_id, noted_at, seen };
}

async function ask(address, token = "", sent = null) {
  const answer = await fetch(address, {
    method: sent ? "POST" : "GET",
    headers: {
      Accept: "application/json",
      ...(sent && { "Content-Type": "application/json", "X-CSRFToken": token }),
    },
    body: sent && JSON.stringify(sent),
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout?.(PATIENCE),
  });
  const problems = { 401: SIGNED_OUT, 403: NOT_THERE, 404: NOT_THERE, 409: SOMEBODY_ELSE };
  if (problems[answer.status]) {
    return { problem: problems[answer.status] };
  }
  if (!answer.ok) {
    return { problem: LATER };
  }
  return answer.json();
}
