// What the pages gain where scripts run. Every page works without.
import {
  Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, PasswordInput,
  Radios, ServiceNavigation, SkipLink,
} from "./govuk-frontend.js";
import { watchForAutosave } from "./autosave.js";
import { guardAgainstDoubleSending } from "./double-sending.js";
import { keepUp } from "./live.js";
import { removePagesAtSignOut } from "./offline.js";
import { closeMenusFromOutside, fitLetters, foldFilters, focusFirstMessage, offerToCopy } from "./pages.js";

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component);
}

guardAgainstDoubleSending(document);
removePagesAtSignOut(document);
document.querySelectorAll("form[data-autosave]").forEach(watchForAutosave);
closeMenusFromOutside(document);
foldFilters(document);
fitLetters(document);
focusFirstMessage(document);
offerToCopy(document);
keepUp(document);

if (document.querySelector("[data-module='moj-date-picker']")) {
  import("./date-picker.js").then(({ DatePicker }) => createAll(DatePicker));
}

const log = document.querySelector("[data-evidence]");
if (log) {
  import("./evidence.js").then(({ startEvidence }) => startEvidence(log));
}
