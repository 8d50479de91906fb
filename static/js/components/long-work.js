// <long-work>: asks its page how far it is and shows it, until it is done.

class LongWork extends HTMLElement {
  connectedCallback() {
    if (this.dataset.url) this.timer = setTimeout(() => this.ask(), 2000);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async ask() {
    try {
      const answer = await fetch(this.dataset.url, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("long-work");
      if (answer.ok && fresh) {
        this.replaceWith(document.adoptNode(fresh));
        return;
      }
    } catch {
      // The network may come back: ask again.
    }
    this.timer = setTimeout(() => this.ask(), 5000);
  }
}

customElements.define("long-work", LongWork);
