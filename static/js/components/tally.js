// <live-tally>: asks data-url every few seconds whether the count has changed, while someone looks.

const words = (element) => element.textContent.replace(/\s+/gu, " ").trim();

class LiveTally extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.url) return;
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.after(this.said);
    this.timer = setInterval(() => this.ask(), 5000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async ask() {
    if (document.hidden || this.busy) return;
    this.busy = true;
    try {
      const headers = { Accept: "text/html-fragment" };
      if (this.etag) headers["If-None-Match"] = this.etag;
      const answer = await fetch(this.dataset.url, { headers, cache: "no-store" });
      if (answer.status === 200 && !answer.redirected) {
        this.show(await answer.text());
        this.etag = answer.headers.get("ETag");
      } else if (answer.status === 403 || answer.status === 404 || answer.redirected) clearInterval(this.timer);
    } catch {
      // The network may come back: ask again next time.
    } finally {
      this.busy = false;
    }
  }

  show(html) {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    if (words(fresh) === words(this)) return;
    this.replaceChildren(...fresh.childNodes);
    this.said.textContent = `${this.dataset.changed} ${words(this.querySelector("tbody"))}`;
  }
}

customElements.define("live-tally", LiveTally);
