// <find-words>: on the page of a chapter, hides the paragraphs that lack the words typed; elsewhere the form asks the server.

const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])/g, "");

class FindWords extends HTMLElement {
  connectedCallback() {
    this.paragraphs = [...document.querySelectorAll(".manual .manual-section .manual-paragraph")];
    if (!this.paragraphs.length) return;
    this.said = this.querySelector("[role=status]");
    this.querySelector("input[type=search]").addEventListener("input", (event) => {
      this.apply(folded(event.target.value.trim()).split(/\s+/u).filter(Boolean));
    });
  }

  apply(words) {
    let shown = 0;
    for (const paragraph of this.paragraphs) {
      this.text ??= new Map(this.paragraphs.map((each) => [each, folded(each.textContent)]));
      paragraph.hidden = !words.every((word) => this.text.get(paragraph).includes(word));
      shown += paragraph.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll(".manual .manual-section")) {
      section.hidden = !section.querySelector(".manual-paragraph:not([hidden])");
    }
    this.said.textContent = !words.length ? "" : shown ? `${shown} / ${this.paragraphs.length}` : this.dataset.none;
  }
}

customElements.define("find-words", FindWords);
