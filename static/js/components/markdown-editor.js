// <markdown-editor>: shows the preview in place of the text area instead of in a new window.

class MarkdownEditor extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    this.button = this.querySelector("button[formaction]");
    this.label = this.button.querySelector("span");
    this.preview = document.createElement("div");
    this.preview.className = "markdown-preview prose";
    this.preview.tabIndex = 0;
    this.preview.setAttribute("role", "region");
    this.preview.setAttribute("aria-label", this.dataset.preview);
    this.preview.setAttribute("aria-live", "polite");
    this.preview.hidden = true;
    this.area.after(this.preview);
    this.button.type = "button";
    this.button.addEventListener("click", () => (this.preview.hidden ? this.show() : this.write()));
  }

  async show() {
    this.preview.style.minHeight = `${this.area.offsetHeight}px`;
    this.area.hidden = true;
    this.preview.hidden = false;
    this.label.textContent = this.dataset.write;
    this.preview.setAttribute("aria-busy", "true");
    this.preview.textContent = this.dataset.busy;
    this.preview.focus();
    try {
      const html = this.area.value.trim() ? await this.rendered() : "";
      if (html.trim()) {
        this.preview.innerHTML = html;
        this.preview.prepend(this.heading());
      } else this.preview.textContent = this.dataset.empty;
    } catch {
      this.preview.textContent = this.dataset.failed;
    }
    this.preview.removeAttribute("aria-busy");
  }

  async rendered() {
    const answer = await fetch(this.dataset.url, {
      method: "POST",
      headers: {
        Accept: "text/html-fragment",
        "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
      },
      body: new URLSearchParams({ text: this.area.value }),
    });
    if (!answer.ok || answer.redirected) throw new Error(`answered ${answer.status}`);
    return answer.text();
  }

  heading() {
    const heading = document.createElement("h2");
    heading.className = "visually-hidden";
    heading.textContent = this.dataset.preview;
    return heading;
  }

  write() {
    this.preview.hidden = true;
    this.area.hidden = false;
    this.label.textContent = this.dataset.preview;
    this.area.focus();
  }
}

customElements.define("markdown-editor", MarkdownEditor);
