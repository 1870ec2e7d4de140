// Small comforts: menus that close, filters folded on a phone, letters as tall as they are.

export function closeMenusFromOutside(page) {
  const menus = () => page.querySelectorAll("details[data-menu][open]");
  page.addEventListener("click", (event) => {
    menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      menus().forEach((menu) => {
        menu.removeAttribute("open");
        menu.querySelector("summary").focus();
      });
    }
  });
}

// Open without scripts and on a wide screen; on a phone the list itself comes first.
export function foldFilters(page) {
  if (window.matchMedia("(max-width: 40rem)").matches) {
    page.querySelectorAll("details[data-filter]").forEach((panel) => panel.removeAttribute("open"));
  }
}

export function fitLetters(page) {
  page.querySelectorAll("iframe[data-letter]").forEach((frame) => {
    const fit = () => {
      const body = frame.contentDocument?.documentElement;
      if (body) {
        frame.style.height = "0";
        frame.style.height = `${Math.max(160, body.scrollHeight + 2)}px`;
      }
    };
    frame.addEventListener("load", fit);
    window.addEventListener("resize", fit);
    fit();
  });
}

// After a press, people who cannot see the page hear first what came of it.
export function focusFirstMessage(page) {
  if (!page.querySelector(".govuk-error-summary")) {
    page.querySelector("[data-focus-first]")?.focus();
  }
}

// A button beside an address that people take to another program.
export function offerToCopy(page) {
  page.querySelectorAll("input[data-copy]").forEach((field) => {
    if (!navigator.clipboard) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = "Copy";
    const said = document.createElement("span");
    said.className = "govuk-visually-hidden";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = "Copied";
        said.textContent = "Copied";
      } catch {
        field.focus();
        field.select();
      }
    });
    field.addEventListener("focus", () => field.select());
    field.after(button, said);
  });
}
