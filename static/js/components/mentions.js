// Mentions: while one types @ in a text area with data-mentions, offers the people the server names.

class Mentions {
  constructor(area) {
    this.area = area;
    this.list = document.createElement("ul");
    this.list.className = "mention-list";
    this.list.id = `${area.id}-mentions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "@");
    this.list.hidden = true;
    area.after(this.list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", this.list.id);
    area.addEventListener("input", () => this.later());
    area.addEventListener("keydown", (event) => this.key(event));
    area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), 150);
  }

  started() {
    const before = this.area.value.slice(0, this.area.selectionStart);
    return /(?:^|[\s、。「(（])[@＠]([^\s@＠、。]{0,20})$/u.exec(before);
  }

  async look() {
    const match = this.started();
    if (!match) return this.close();
    const url = new URL(this.area.dataset.mentions, location.href);
    url.searchParams.set("q", match[1]);
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      const people = answer.ok ? await answer.json() : [];
      if (this.started()?.[1] === match[1]) this.offer(people);
    } catch {
      this.close();
    }
  }

  offer(people) {
    this.list.replaceChildren(
      ...people.slice(0, 8).map(({ value, label }, index) => {
        const item = document.createElement("li");
        item.id = `${this.list.id}-${index}`;
        item.setAttribute("role", "option");
        item.dataset.value = value;
        item.textContent = label;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.take(item);
        });
        return item;
      }),
    );
    this.list.hidden = !people.length;
    this.mark(this.list.firstElementChild);
  }

  mark(item) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === item));
    if (item) this.area.setAttribute("aria-activedescendant", item.id);
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const items = [...this.list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(items[(at + step + items.length) % items.length]);
    } else if (event.key === "Enter" || event.key === "Tab") this.take(items[at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(item) {
    const match = this.started();
    if (item && match) {
      const end = this.area.selectionStart;
      this.area.setRangeText(`${item.dataset.value} `, end - match[1].length - 1, end, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
  }
}

for (const area of document.querySelectorAll("textarea[data-mentions]")) new Mentions(area);
