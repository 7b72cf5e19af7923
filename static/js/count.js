// How many characters are left; a screen reader hears it when typing pauses.
for (const words of document.querySelectorAll("[data-count-for]")) {
  const field = document.getElementById(words.dataset.countFor);
  const most = Number(field?.dataset.count);
  if (!most) continue;
  let pause;
  const show = () => {
    const left = most - [...field.value].length;
    words.classList.toggle("over", left < 0);
    words.textContent = (left < 0 ? words.dataset.over : words.dataset.left).replace("{n}", Math.abs(left).toLocaleString(document.documentElement.lang + "-CA"));
  };
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(show, 250);
  });
  if (field.value) show();
}
