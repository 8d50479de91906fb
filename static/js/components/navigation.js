// <site-menu>: folds the main navigation on narrow screens. <page-contents>: marks the section one reads.

class SiteMenu extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "menu-button";
    button.textContent = this.dataset.label;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      const open = this.toggleAttribute("data-open");
      button.setAttribute("aria-expanded", String(open));
    });
    this.prepend(button);
    this.toggleAttribute("data-ready", true);
  }
}

class PageContents extends HTMLElement {
  connectedCallback() {
    this.links = new Map();
    for (const link of this.querySelectorAll("a[href^='#']")) {
      const part = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (part) this.links.set(part, link);
    }
    this.watch = new IntersectionObserver(() => this.mark(), { rootMargin: "-10% 0px -70% 0px" });
    for (const part of this.links.keys()) this.watch.observe(part);
  }

  disconnectedCallback() {
    this.watch?.disconnect();
  }

  mark() {
    const line = innerHeight * 0.3;
    let here;
    for (const part of this.links.keys()) if (part.getBoundingClientRect().top <= line) here = part;
    for (const [part, link] of this.links) {
      if (part === here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }
}

customElements.define("site-menu", SiteMenu);
customElements.define("page-contents", PageContents);
