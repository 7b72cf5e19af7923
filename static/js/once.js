// A double click submits once. The button stays enabled, so that its name and value are sent.
const REST = 10_000;

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(() => rest(form), REST);
});

// Coming back by the Back button shows the page as it was left: make it usable again.
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(rest));

function rest(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}
