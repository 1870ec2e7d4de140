// The evidence log where scripts run: what is written is kept in this browser first, and sent from there. The
// page says of each entry, and of all together, whether it is on this phone only or has reached the trust.
import { openQueue } from "./evidence-queue.js";
import { LATER, NOT_THERE, NO_RECEPTION, send, SIGNED_OUT, SOMEBODY_ELSE } from "./evidence-sending.js";
import { showLeftovers, showQueue } from "./evidence-showing.js";
import { keepPage, keepsPages, removePage } from "./offline.js";

const FIRST_RETRY = 5000;
const LONGEST_RETRY = 300000;
const DRAFT_PAUSE = 400;
const TITLES = /\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Miss|Sir|Madam)\b/;

export async function startEvidence(root) {
  const queue = await openQueue().catch(() => null);
  if (!queue) {
    return; // a browser that keeps nothing: the plain form works, with reception
  }
  const page = new EvidencePage(root, queue);
  await page.start();
}

class EvidencePage {
  constructor(root, queue) {
    this.root = root;
    this.queue = queue;
    this.reference = root.dataset.evidence;
    this.person = Number(root.dataset.person);
    this.sync = root.dataset.sync;
    this.state = root.dataset.state;
    this.form = root.querySelector("[data-writing] form");
    this.ends = "over" in root.dataset || "left" in root.dataset;
    this.problem = "";
    this.told = "";
    this.retry = FIRST_RETRY;
    this.others = "BroadcastChannel" in window ? new BroadcastChannel("alongside-evidence") : null;
  }

  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  async start() {
    this.find("sign-in-link").href = this.root.dataset.signIn;
    this.find("send").addEventListener("click", () => this.sendNow({ again: true }));
    this.find("kept")?.removeAttribute("hidden");
    this.find("forget")?.addEventListener("click", () => this.forget());
    this.find("throw-away")?.addEventListener("click", () => this.throwAway());
    this.others?.addEventListener("message", () => this.refresh());
    if (this.form) {
      await this.watchForm();
    }
    this.watchLog();
    if (this.ends) {
      await removePage();
    } else if (await keepsPages()) {
      await keepPage();
      this.root.dataset.onPhone = "";
    }
    await this.refresh();
    for (const [what, where] of [["online", window], ["visibilitychange", document], ["pageshow", window]]) {
      where.addEventListener(what, () => document.visibilityState === "visible" && this.sendNow());
    }
    await this.sendNow();
  }

  // Writing

  async watchForm() {
    const form = this.form;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    this.find("cancel").addEventListener("click", () => {
      this.begin();
      this.keepDraft();
    });
    form.addEventListener("input", () => {
      if (this.told) {
        this.told = "";
        this.refresh();
      }
      this.find("names").hidden = !TITLES.test(form.elements.seen.value);
      window.clearTimeout(this.drafting);
      this.drafting = window.setTimeout(() => this.keepDraft(), DRAFT_PAUSE);
    });
    const draft = await this.queue.draftOf(this.reference);
    if (draft?.person === this.person && !form.elements.seen.value) {
      this.fill(draft);
    }
  }

  // A second copy of what stands in the box: where the browser cannot keep it, the box still has it.
  async keepDraft() {
    try {
      await this.queue.keepDraft({ reference: this.reference, person: this.person, ...this.typed() });
    } catch {
      // nothing to say: what matters is saved by the button, which says when it cannot
    }
  }

  typed() {
    const fields = this.form.elements;
    return {
      seen: fields.seen.value.trim(),
      kind: fields.kind.value,
      question_id: Number(fields.question_id?.value) || null,
      activity_id: Number(fields.activity_id?.value) || null,
    };
  }

  fill(values) {
    const fields = this.form.elements;
    fields.seen.value = values.seen;
    fields.kind.value = values.kind;
    for (const name of ["question_id", "activity_id"]) {
      if (fields[name]) {
        fields[name].value = values[name] ?? "";
      }
    }
  }

  // The form is free for the next entry at once: what is typed while this one is being saved is the next.
  async write() {
    const typed = this.typed();
    const missing = !typed.seen ? this.form.elements.seen : !typed.kind && this.form.elements.kind[0];
    if (missing) {
      this.tell(typed.seen ? "Choose whether it is a strength or a query." : "Write what was seen.");
      missing.focus();
      return;
    }
    const changing = this.changing;
    const key = crypto.randomUUID();
    const base = changing ?? { key, based_on: 0 };
    this.begin();
    try {
      await this.enqueue({ ...typed, ...base, change: changing ? crypto.randomUUID() : key });
    } catch {
      this.giveBack(typed, changing);
      return;
    }
    await this.keepDraft();
    await this.refresh("Saved on this phone.");
    await this.sendNow();
  }

  // The browser keeps nothing more: what was written stands in the form again, before what was typed since.
  giveBack(typed, changing) {
    const since = this.typed().seen;
    this.fill({ ...typed, seen: [typed.seen, since].filter(Boolean).join("\n\n") });
    this.setChanging(changing);
    this.tell("This phone could not save that: it may have no room left. What you wrote is in the box again.");
  }

  enqueue({ n, ...row }) {
    return this.queue.add({
      noted_at: new Date().toISOString(),
      struck: false,
      ...row,
      reference: this.reference,
      person: this.person,
      status: "waiting",
      why: "",
    });
  }

  // A new entry; question, activity and kind stay as they are, since the next is often about the same.
  begin() {
    this.told = "";
    this.setChanging(null);
    this.find("names").hidden = true;
    this.form.elements.seen.value = "";
    this.form.elements.seen.focus();
    window.clearTimeout(this.drafting);
  }

  setChanging(base) {
    this.changing = base;
    this.find("changing").hidden = !base;
  }

  // Nothing that is being written makes way for an entry that is to be changed.
  change(values, base) {
    const seen = this.typed().seen;
    if (seen && !(this.changing && seen === this.before)) {
      this.tell("Save what you are writing, or empty the box, before you change another entry.");
      this.form.elements.seen.focus();
      return;
    }
    this.fill(values);
    this.before = this.typed().seen;
    this.setChanging(base);
    this.form.scrollIntoView({ block: "start" });
    this.form.elements.seen.focus({ preventScroll: true });
  }

  watchLog() {
    this.root.addEventListener("click", (event) => {
      const entry = event.target.closest("[data-change]")?.closest("[data-key]");
      if (entry && this.form) {
        event.preventDefault();
        const { seen, kind, question, activity, key, revision } = entry.dataset;
        const values = { seen, kind, question_id: question, activity_id: activity };
        this.change(values, { key, based_on: Number(revision) });
      }
    });
    this.root.addEventListener("submit", async (event) => {
      const entry = event.target.closest("[data-strike]")?.closest("[data-key]");
      if (entry) {
        event.preventDefault();
        const { key, revision, kind, seen } = entry.dataset;
        const based_on = Number(revision);
        await this.enqueue({ key, based_on, change: crypto.randomUUID(), struck: true, kind, seen });
        await this.refresh("Taken out on this phone.");
        await this.sendNow();
      }
    });
  }

  // Sending

  // Whoever may not read the log any more keeps no copy of it; what they wrote themselves stays.
  async learn(state) {
    if (state.is_over || state.reads === false) {
      await removePage();
    }
  }

  async sendNow({ again = false } = {}) {
    window.clearTimeout(this.timer);
    if (again) {
      for (const row of await this.queue.of(this.reference, this.person)) {
        if (row.status === "refused") {
          await this.queue.put({ ...row, status: "waiting", why: "" });
        }
      }
    }
    this.problem = await send(this.queue, this);
    const rows = await this.queue.of(this.reference, this.person);
    if (rows.some((row) => row.status === "reached") && !this.ends) {
      await this.readLog();
    }
    await this.refresh();
    this.others?.postMessage("changed");
    const waits = rows.some((row) => row.status === "waiting");
    if (waits && [NO_RECEPTION, LATER].includes(this.problem)) {
      this.timer = window.setTimeout(() => this.sendNow(), this.retry);
      this.retry = Math.min(this.retry * 2, LONGEST_RETRY);
    } else {
      this.retry = FIRST_RETRY;
    }
  }

  // The log as it is now, others' entries too; the copy for use without reception is made anew with it.
  async readLog() {
    try {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = found.querySelector("[data-log]");
      if (answer.ok && fresh && this.find("log")) {
        this.find("log").replaceWith(document.adoptNode(fresh));
        await keepPage();
      }
    } catch {
      // the entries are safe; the list follows with the next reception
    }
  }

  // Showing

  async refresh(said = "") {
    this.filter();
    const rows = await this.withoutShown(await this.queue.of(this.reference, this.person));
    if (this.ends) {
      showLeftovers(this, rows);
    } else {
      showQueue(this, rows);
    }
    this.bar(rows, await this.queue.countOfOthers(this.reference, this.person), said);
  }

  // What has reached the trust and stands in the list below needs no place of its own on the phone any more.
  async withoutShown(rows) {
    const shown = new Map();
    for (const entry of this.root.querySelectorAll("[data-log] [data-key]")) {
      shown.set(entry.dataset.key, Number(entry.dataset.revision));
    }
    const done = rows.filter((row) => row.status === "reached" && !row.hint && shown.get(row.key) >= row.revision);
    await this.queue.remove(done.map((row) => row.n));
    return rows.filter((row) => !done.includes(row));
  }

  bar(rows, ofOthers, said) {
    const waiting = rows.filter((row) => row.status !== "reached").length;
    const bar = this.find("reach");
    bar.hidden = !(waiting || ofOthers || said || this.form);
    bar.dataset.tone = waiting || this.told ? "waiting" : "reached";
    const entries = waiting === 1 ? "1 entry is" : `${waiting} entries are`;
    const state = waiting ? `${entries} saved on this phone only.` : "Everything you wrote has reached the trust.";
    this.say([said, this.told, state].filter(Boolean).join(" "));
    const why = this.find("reach-why");
    why.textContent = [this.why(waiting), ofOthers ? wordsForOthers(ofOthers) : ""].filter(Boolean).join(" ");
    why.hidden = !why.textContent;
    const signedOut = waiting > 0 && [SIGNED_OUT, SOMEBODY_ELSE].includes(this.problem);
    this.find("send").hidden = !waiting || signedOut || this.ends;
    this.find("sign-in-link").hidden = !signedOut;
    this.find("sign-in-link").textContent = `Sign in to send ${waiting === 1 ? "1 entry" : `${waiting} entries`}`;
  }

  why(waiting) {
    if (!waiting) {
      return "";
    }
    return {
      [NO_RECEPTION]: "There is no reception just now. What is here is sent by itself as soon as there is.",
      [SIGNED_OUT]: "You have been signed out. Nothing is lost.",
      [SOMEBODY_ELSE]: "Somebody else is signed in here. What you wrote is sent once you are.",
      [NOT_THERE]: "The trust takes nothing for this log from you. What is here stays on this phone.",
      [LATER]: "The trust could not take everything just now. It is sent again by itself.",
    }[this.problem] ?? "";
  }

  // Stays beside the state until something is typed.
  tell(words) {
    this.told = words;
    this.find("reach").hidden = false;
    this.find("reach").dataset.tone = "waiting";
    this.say(words);
  }

  say(words) {
    const said = this.find("reach-said");
    if (said.textContent !== words) {
      said.textContent = words;
    }
  }

  // Without reception the copy of the whole page answers a filter too.
  filter() {
    const wanted = new URLSearchParams(window.location.search);
    const [question, kind] = [wanted.get("question"), wanted.get("kinds")];
    for (const entry of this.root.querySelectorAll("[data-log] [data-key]")) {
      const { question: about, kind: is, mine } = entry.dataset;
      const fits = (!question || question === about) && (!kind || kind === is);
      entry.hidden = !fits || (wanted.get("whose") === "mine" && mine === undefined);
    }
  }

  // Going

  // An entry that the trust may have, unknown to this phone, is taken out there as well.
  async takeOut(row) {
    const rows = await this.queue.of(this.reference, this.person);
    const same = rows.filter((one) => one.key === row.key && one.status !== "reached");
    await this.queue.remove(same.map((one) => one.n));
    if (row.status === "waiting" && same.some((one) => one.tried || one.based_on)) {
      await this.enqueue({ ...row, tried: false, change: crypto.randomUUID(), struck: true, based_on: 0 });
    }
    await this.refresh();
    await this.sendNow();
  }

  async forget() {
    const rows = await this.queue.of(this.reference, this.person);
    await this.queue.remove(rows.filter((row) => row.status === "reached").map((row) => row.n));
    await removePage();
    await this.refresh();
    this.find("forgotten").textContent = "Removed. Without reception this page is there again once you have opened it.";
  }

  async throwAway() {
    const rows = await this.queue.of(this.reference, this.person);
    await this.queue.remove(rows.map((row) => row.n));
    await this.refresh();
  }
}

function wordsForOthers(count) {
  return count === 1
    ? "1 entry on this phone was written by somebody else, and is sent when they sign in here."
    : `${count} entries on this phone were written by somebody else, and are sent when they sign in here.`;
}
