// <error-summary>: takes the focus when the page opens, and leads to the field itself.

class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.focus();
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") ?? field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }
}

customElements.define("error-summary", ErrorSummary);
