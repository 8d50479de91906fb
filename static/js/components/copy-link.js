// <copy-text>: copies data-text, or the address of the link inside, and says so.

class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    this.said = document.createElement("span");
    this.said.className = "copy-said";
    this.said.setAttribute("role", "status");
    if (this.dataset.text) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy-button";
      button.textContent = this.dataset.label;
      button.addEventListener("click", () => this.copy(this.dataset.text));
      this.append(button);
    } else {
      const link = this.querySelector("a");
      link.addEventListener("click", () => this.copy(link.href));
    }
    this.append(this.said);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    this.said.textContent = this.dataset.done;
    setTimeout(() => (this.said.textContent = ""), 2000);
  }
}

customElements.define("copy-text", CopyText);
