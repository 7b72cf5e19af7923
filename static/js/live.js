// Live arithmetic: the server computes, the page shows. Newer questions drop older answers.
for (const form of document.querySelectorAll("form[data-live]")) {
  let pause, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const body = new FormData(form);
      for (const file of form.querySelectorAll("[type=file][name]")) body.delete(file.name);
      const answer = await fetch(form.dataset.live, { method: "POST", body, signal: asked.signal });
      if (answer.ok && !answer.redirected) show(await answer.text());
    } catch {
      // without an answer the figures stay as they were; submitting computes them anyway
    }
  };
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(ask, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("[data-live-into]")) {
    const place = document.querySelector(`[data-live-into="${CSS.escape(part.dataset.liveInto)}"]`);
    if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...part.childNodes);
  }
}
