// <elapsed-time>: counts on from data-since by the server's clock, which said data-now when the page was made.

class ElapsedTime extends HTMLElement {
  connectedCallback() {
    this.ahead = Date.now() - Date.parse(this.dataset.now);
    this.timer = setInterval(() => this.show(), 1000);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const seconds = Math.max(0, Math.floor((Date.now() - this.ahead - Date.parse(this.dataset.since)) / 1000));
    const minutes = Math.floor(seconds / 60);
    const parts = { hours: Math.floor(minutes / 60), minutes: minutes % 60, seconds: String(seconds % 60).padStart(2, "0") };
    const words = parts.hours ? this.dataset.long : this.dataset.short;
    this.textContent = words.replace(/\{(\w+)\}/gu, (_all, name) => parts[name]);
  }
}

customElements.define("elapsed-time", ElapsedTime);
