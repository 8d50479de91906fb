// Forms: warns before leaving what is typed, keeps drafts of forms with data-keeps-draft, sends each form once.

const PREFIX = "suriawase-draft:";
const SENT = "suriawase-sent";
const SKIPPED = new Set(["hidden", "password", "file", "submit", "button"]);
const reader = document.body.dataset.viewer ?? "";

function typed(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.type)) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      (values[field.name] ??= []).push(field.checked ? field.value : null);
    } else if (field.type === "select-multiple") {
      values[field.name] = [...field.selectedOptions].map((option) => option.value);
    } else {
      values[field.name] = field.value;
    }
  }
  return JSON.stringify(values);
}

function fill(form, text) {
  const values = JSON.parse(text);
  for (const field of form.elements) {
    const value = values[field.name];
    if (!field.name || SKIPPED.has(field.type) || value === undefined) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = value.includes(field.value);
    else if (field.type === "select-multiple") for (const o of field.options) o.selected = value.includes(o.value);
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function offer(form, key, text) {
  const notice = document.createElement("div");
  notice.className = "draft-notice";
  notice.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = form.dataset.draftFound;
  notice.append(said);
  const choices = [
    [form.dataset.draftTake, () => fill(form, text)],
    [form.dataset.draftDrop, () => localStorage.removeItem(key)],
  ];
  for (const [label, act] of choices) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.dataset.variant = "secondary";
    button.dataset.size = "small";
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      notice.remove();
      form.querySelector("textarea, input:not([type=hidden])")?.focus();
    });
    notice.append(button);
  }
  form.prepend(notice);
}

function keep(form) {
  const key = `${PREFIX}${reader}:${form.dataset.keepsDraft}`;
  const atFirst = typed(form);
  if (sessionStorage.getItem(SENT) === key) {
    sessionStorage.removeItem(SENT);
    if (!form.hasAttribute("data-invalid")) localStorage.removeItem(key);
  }
  const draft = localStorage.getItem(key);
  if (draft && draft !== atFirst && !form.hasAttribute("data-invalid")) offer(form, key, draft);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const text = typed(form);
      if (text === atFirst) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    }, 400);
  });
  form.addEventListener("submit", (event) => {
    if (leavesOpen(event)) return;
    clearTimeout(timer);
    localStorage.setItem(key, typed(form));
    sessionStorage.setItem(SENT, key);
  });
}

// A button that opens another window, such as the preview without scripts, sends nothing away.
function leavesOpen(event) {
  return event.submitter?.formTarget === "_blank";
}

function guard(form) {
  const atFirst = typed(form);
  let sending = false;
  form.addEventListener("submit", (event) => {
    if (leavesOpen(event)) return;
    if (sending) event.preventDefault();
    sending = true;
  });
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => {
    if (!sending && form.isConnected && (form.hasAttribute("data-invalid") || typed(form) !== atFirst)) {
      event.preventDefault();
    }
  });
}

// A page without the form that was sent means it was accepted: its draft is not needed any more.
const sent = sessionStorage.getItem(SENT);
const forms = [...document.querySelectorAll("form[data-keeps-draft]")];
if (sent && !forms.some((form) => sent === `${PREFIX}${reader}:${form.dataset.keepsDraft}`)) {
  if (document.body.dataset.viewer) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}
for (const form of forms) {
  keep(form);
  guard(form);
}

for (const form of document.querySelectorAll("form[data-clears-drafts]")) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
}
