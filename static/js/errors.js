// The error summary takes the focus, and its links put it into the field itself.
const summary = document.getElementById("errors");

if (summary?.autofocus) summary.focus();
summary?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.closest("a")?.hash.slice(1) ?? "");
  if (!field) return;
  event.preventDefault();
  field.closest(".field")?.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
