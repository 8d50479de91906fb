// <confirm-dialog>: opens the confirm page behind a plain link as a dialog; on any trouble the link simply leads there.

class ConfirmDialog extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (!link || this.open || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.show(link).catch(() => location.assign(link.href));
    });
  }

  async show(link) {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const panel = page.querySelector("[data-confirm]");
    if (!answer.ok || answer.redirected || !panel) throw new Error("no confirm panel");
    const form = panel.querySelector("form");
    if (!form.hasAttribute("action")) form.setAttribute("action", link.href);
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const question = panel.querySelector(".confirm-question");
    question.id = "confirm-question";
    dialog.setAttribute("aria-labelledby", question.id);
    dialog.append(document.adoptNode(panel));
    dialog.addEventListener("click", (event) => {
      if (!event.target.closest("[data-dismiss]")) return;
      event.preventDefault();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }
}

customElements.define("confirm-dialog", ConfirmDialog);
