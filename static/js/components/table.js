// <quick-filter>: hides the rows of its table that lack the words typed. Tables that fit let their header stick.

const folded = (text) => text.normalize("NFKC").toLowerCase();

class QuickFilter extends HTMLElement {
  connectedCallback() {
    const bar = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    this.said = document.createElement("span");
    bar.className = "quick-filter-bar";
    label.textContent = this.dataset.label;
    input.type = "search";
    input.className = "input";
    input.id = `quick-filter-${document.querySelectorAll("quick-filter").length}-${Math.random().toString(36).slice(2)}`;
    label.htmlFor = input.id;
    this.said.setAttribute("role", "status");
    bar.append(label, input, this.said);
    this.prepend(bar);
    input.addEventListener("input", () => this.apply(folded(input.value).split(/\s+/u).filter(Boolean)));
  }

  apply(words) {
    let shown = 0;
    const rows = this.querySelectorAll("tbody tr");
    for (const row of rows) {
      const text = folded(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    this.said.textContent = !words.length ? "" : shown ? `${shown} / ${rows.length}` : this.dataset.none;
  }
}

customElements.define("quick-filter", QuickFilter);

// A header can only stick to the page while its table needs no scroll bar of its own, and only a scroll bar needs the focus.
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const region = target.parentElement;
    const fits = target.offsetWidth <= region.clientWidth;
    region.toggleAttribute("data-fits", fits);
    if (fits) region.removeAttribute("tabindex");
    else region.tabIndex = 0;
  }
});
for (const table of document.querySelectorAll(".table-scroll > .table")) watch.observe(table);
