// What somebody has written into an evidence log and what the trust has not confirmed yet: kept in this browser.
// Each row is one change to one entry. Rows are told apart by whoever wrote them, and leave by being confirmed
// or by being removed by hand, never otherwise.

const NAME = "alongside-evidence";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export async function openQueue() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    const rows = opening.result.createObjectStore("changes", { keyPath: "n", autoIncrement: true });
    rows.createIndex("reference", "reference");
    opening.result.createObjectStore("drafts", { keyPath: "reference" });
  };
  return new Queue(await asked(opening));
}

class Queue {
  constructor(base) {
    this.base = base;
    // Another tab with a newer version of this may open it.
    base.onversionchange = () => base.close();
  }

  store(name, mode = "readonly") {
    return this.base.transaction(name, mode, { durability: "strict" }).objectStore(name);
  }

  // In the order in which they were written.
  async of(reference, person) {
    const rows = await asked(this.store("changes").index("reference").getAll(reference));
    return rows.filter((row) => row.person === person).sort((one, other) => one.n - other.n);
  }

  async countOfOthers(reference, person) {
    const rows = await asked(this.store("changes").index("reference").getAll(reference));
    return rows.filter((row) => row.person !== person).length;
  }

  add(row) {
    return asked(this.store("changes", "readwrite").add(row));
  }

  put(row) {
    return asked(this.store("changes", "readwrite").put(row));
  }

  remove(numbers) {
    const store = this.store("changes", "readwrite");
    return Promise.all(numbers.map((n) => asked(store.delete(n))));
  }

  // What the trust has answered, in one go: what was confirmed, and what the changes after it are based on now.
  async settle(reference, answers) {
    const store = this.store("changes", "readwrite");
    const rows = await asked(store.index("reference").getAll(reference));
    for (const answer of answers) {
      const row = rows.find((one) => one.change === answer.change);
      if (row) {
        await settleOne(store, rows, row, answer);
      }
    }
  }

  draftOf(reference) {
    return asked(this.store("drafts").get(reference));
  }

  keepDraft(draft) {
    const store = this.store("drafts", "readwrite");
    return asked(draft.seen ? store.put(draft) : store.delete(draft.reference));
  }
}

async function settleOne(store, rows, row, answer) {
  if (answer.outcome === "waits" || answer.outcome === "refused") {
    await asked(store.put({ ...row, status: answer.outcome === "waits" ? "waiting" : "refused", why: answer.why }));
    return;
  }
  for (const later of rows.filter((one) => one.key === row.key && one.n > row.n)) {
    Object.assign(later, { key: answer.key, based_on: answer.revision });
    await asked(store.put(later));
  }
  if (row.struck) {
    await asked(store.delete(row.n));
  } else {
    Object.assign(row, { status: "reached", why: "", hint: answer.hint, beside: answer.outcome === "beside" });
    Object.assign(row, { key: answer.key, revision: answer.revision });
    await asked(store.put(row));
  }
}
