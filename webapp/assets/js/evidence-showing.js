// The entries that are on this phone, each with where it is: saved here only, at the trust, or not taken and why.

const STATES = {
  waiting: { text: "Saved on this phone only", tone: "soon" },
  reached: { text: "Reached the trust", tone: "good" },
  refused: { text: "Not taken by the trust", tone: "late" },
};

export function showQueue(page, rows) {
  const section = page.find("queue");
  if (!section) {
    return;
  }
  section.hidden = !rows.length;
  page.find("queue-list").replaceChildren(...rows.map((row) => entry(page, row)));
}

export function showLeftovers(page, rows) {
  const section = page.find("leftovers");
  section.hidden = !rows.length;
  page.find("leftovers-text").value = rows.map(inWords).join("\n\n");
}

function inWords(row) {
  return `${row.kind === "query" ? "Query" : "Strength"}, ${when(row)}\n${row.seen}`;
}

function when(row) {
  const at = new Date(row.noted_at);
  const day = at.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" });
  return `${day.replace(",", "")}, ${clock(at)}`;
}

// As everywhere in the product: 9am, 4:10pm.
function clock(at) {
  const minutes = at.getMinutes() ? `:${String(at.getMinutes()).padStart(2, "0")}` : "";
  return `${at.getHours() % 12 || 12}${minutes}${at.getHours() < 12 ? "am" : "pm"}`;
}

function made(name, className, text) {
  const one = document.createElement(name);
  one.className = className;
  one.textContent = text;
  return one;
}

function entry(page, row) {
  const item = made("li", `app-evidence__entry app-evidence__entry--${row.status}`, "");
  item.dataset.change = row.change;
  const tags = made("p", "app-evidence__tags", "");
  const { text, tone } = STATES[row.status];
  tags.append(made("span", `app-tag app-tag--${tone}`, text), " ");
  if (!row.struck) {
    const kind = row.kind === "query" ? ["app-tag app-tag--info", "Query"] : ["app-tag app-tag--good", "Strength"];
    tags.append(made("span", ...kind));
  }
  item.append(tags);
  if (row.struck) {
    item.append(made("p", "app-evidence__about", "Taken out, once this has reached the trust:"));
  }
  const seen = made("div", "app-written", "");
  seen.append(...row.seen.split(/\n{2,}/).map((part) => made("p", "", part)));
  item.append(seen, made("p", "app-evidence__about", `You, ${when(row)}`));
  for (const words of [row.why, row.beside && BESIDE, row.hint].filter(Boolean)) {
    item.append(made("p", "app-evidence__hint", words));
  }
  item.append(actions(page, row));
  return item;
}

const BESIDE = "You had changed this entry elsewhere as well. Both versions are in the log until you take one out.";

function actions(page, row) {
  const act = made("div", "app-evidence__act", "");
  const button = (text, press) => {
    const one = made("button", "app-link-button", text);
    one.type = "button";
    one.addEventListener("click", press);
    act.append(one);
  };
  if (row.status === "reached" && row.hint) {
    button("Keep it as it is", async () => {
      await page.queue.put({ ...row, hint: "" });
      await page.refresh();
    });
  }
  if (!row.struck && page.form) {
    const base = { key: row.key, based_on: row.status === "reached" ? row.revision : row.based_on };
    button("Change", async () => {
      page.change(row, base);
      if (row.hint) {
        await page.queue.put({ ...row, hint: "" });
        await page.refresh();
      }
    });
  }
  if (row.status !== "reached" && !(row.struck && row.status === "waiting")) {
    const out = made("details", "app-evidence__out", "");
    out.append(made("summary", "", row.status === "refused" ? "Remove from this phone" : "Take out"));
    const sure = made("button", "govuk-button govuk-button--warning", "Remove it for good");
    sure.type = "button";
    sure.addEventListener("click", () => page.takeOut(row));
    out.append(sure);
    act.append(out);
  }
  return act;
}
