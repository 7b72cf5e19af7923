// Drafts save themselves three seconds after a change, and when the page is left.
const PAUSE = 3000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-saved-at]");
  let pause;
  let unsaved = false;
  const save = async () => {
    unsaved = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: typed(form) });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      if (answer.headers.has("X-Seen")) form.elements.seen.value = answer.headers.get("X-Seen");
      const time = new Date().toLocaleTimeString(document.documentElement.lang + "-CA", { hour: "2-digit", minute: "2-digit", hour12: false });
      tell(form.dataset.saved.replace("{time}", time));
    } catch {
      unsaved = true;
      tell(form.dataset.unsaved);
    }
  };
  const tell = (words) => {
    if (status && status.textContent !== words) status.textContent = words;
  };
  const later = () => {
    unsaved = true;
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    unsaved = false;
  });
  addEventListener("pagehide", () => {
    if (unsaved) navigator.sendBeacon(form.dataset.autosave, typed(form));
  });
}

// Files and passwords wait for the real submission.
function typed(form) {
  const data = new FormData(form);
  for (const field of form.querySelectorAll("[type=file][name], [type=password][name]")) data.delete(field.name);
  return data;
}
