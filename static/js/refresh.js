// Counters that change while one looks at them (seats left): fetched again while the page is in view.
const EVERY = 30_000;

for (const place of document.querySelectorAll("[data-refresh]")) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(place.dataset.refresh);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(`[data-refresh="${CSS.escape(place.dataset.refresh)}"]`);
      if (fresh && fresh.innerHTML !== place.innerHTML) place.replaceChildren(...fresh.childNodes);
    } catch {
      // the figure shown was true when the page came
    }
  }, EVERY);
}
