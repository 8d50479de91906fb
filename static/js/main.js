// What belongs to no component: closed details open for printing.

const closed = new Set();

addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    closed.add(details);
    details.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
  closed.clear();
});
