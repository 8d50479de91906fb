// <quoted-passages>: the words that are marked in a passage go into the address of the link beside it.

class QuotedPassages extends HTMLElement {
  connectedCallback() {
    document.addEventListener("selectionchange", () => this.quote(document.getSelection()));
  }

  quote(selection) {
    const text = selection.toString().trim();
    const start = this.passageOf(selection.anchorNode);
    if (!text || !start || start !== this.passageOf(selection.focusNode)) return;
    const link = start.parentElement.querySelector(".passage-link");
    if (!link) return;
    const address = new URL(link.href);
    address.searchParams.set("quote", text);
    link.href = address.href;
  }

  passageOf(node) {
    const element = node instanceof Element ? node : node?.parentElement;
    return this.contains(element) ? element.closest("[data-passage]") : null;
  }
}

customElements.define("quoted-passages", QuotedPassages);
