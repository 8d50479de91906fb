// <live-parts>: asks data-url every two seconds, while someone looks, and replaces the parts that changed. What is in
// the hand stays there: focus, what is folded open, how far a part is scrolled. A changed data-said is read out. Where
// no answer comes the screen says so: nobody should take what it showed last for how things stand.

const EVERY = 2000;
const MISSED = 3;
const ACTS = "a, button, input, summary";

// A part without what differs between two answers that say the same.
const shape = (part) => {
  const copy = part.cloneNode(true);
  for (const each of copy.querySelectorAll('input[name="csrf_token"], elapsed-time')) each.replaceWith("");
  for (const each of copy.querySelectorAll("details")) each.removeAttribute("open");
  return copy.innerHTML.replace(/\s+/gu, " ");
};

class LiveParts extends HTMLElement {
  connectedCallback() {
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.lost = document.createElement("p");
    this.lost.className = "live-parts-lost";
    this.lost.setAttribute("role", "alert");
    this.before(this.lost);
    this.after(this.said);
    this.missed = 0;
    this.addEventListener("submit", (event) => this.act(event));
    this.timer = setInterval(() => this.ask(), EVERY);
    this.looks = () => this.ask();
    document.addEventListener("visibilitychange", this.looks);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.looks);
  }

  async ask() {
    if (document.hidden || this.busy) return;
    this.busy = true;
    try {
      const headers = { Accept: "text/html-fragment" };
      if (this.etag) headers["If-None-Match"] = this.etag;
      const answer = await fetch(this.dataset.url, { headers, cache: "no-store" });
      if (answer.redirected || answer.status === 403 || answer.status === 404) location.reload();
      else if (answer.status === 200) {
        this.show(await answer.text());
        this.etag = answer.headers.get("ETag");
      }
      this.hears(answer.ok || answer.status === 304);
    } catch {
      this.hears(false);
    } finally {
      this.busy = false;
    }
  }

  hears(answered) {
    this.missed = answered ? 0 : this.missed + 1;
    const words = this.missed < MISSED ? "" : this.dataset.lost;
    if (this.lost.textContent !== words) this.lost.textContent = words;
  }

  // One-click acts happen on the spot; on any trouble the form is sent as if there were no script.
  async act(event) {
    const form = event.target;
    if (!form.matches(".post-button")) return;
    event.preventDefault();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
      if (!answer.ok) throw new Error("refused");
      await this.ask();
    } catch {
      form.submit();
    }
  }

  show(html) {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const [old, now] = [this, fresh].map((place) => [...place.querySelectorAll("[data-part]")]);
    const news = now.filter((part, at) => part.dataset.said && part.dataset.said !== old[at]?.dataset.said);
    if (old.map((part) => part.id).join() === now.map((part) => part.id).join()) {
      old.forEach((part, at) => shape(part) !== shape(now[at]) && this.replace(part, now[at]));
    } else this.replaceChildren(...fresh.childNodes);
    if (news.length) this.said.textContent = news.map((part) => part.dataset.said).join(" ");
  }

  replace(old, now) {
    const held = [...old.querySelectorAll(ACTS)].indexOf(document.activeElement);
    for (const details of old.querySelectorAll("details[id]")) {
      const same = now.querySelector(`#${CSS.escape(details.id)}`);
      if (same) same.open = details.open;
    }
    const scrolled = old.scrollTop;
    old.replaceWith(now);
    now.scrollTop = scrolled;
    if (held >= 0) [...now.querySelectorAll(ACTS)][held]?.focus({ preventScroll: true });
  }
}

customElements.define("live-parts", LiveParts);
