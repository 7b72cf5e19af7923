// "Copy link" copies instead of following the link.
addEventListener("click", async (event) => {
  const box = event.target.closest?.("[data-copy]");
  if (!box || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(new URL(box.dataset.copy, location).href);
  const label = box.querySelector("[data-copy-label]");
  const before = label.textContent;
  label.textContent = box.querySelector("[data-copy-status]").textContent = box.dataset.done;
  setTimeout(() => {
    label.textContent = before;
    box.querySelector("[data-copy-status]").textContent = "";
  }, 3000);
});
