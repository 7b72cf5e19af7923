// "Add another" and "Remove" in lists of subforms, without a way to the server.
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-repeat] button[name=add], [data-repeat] button[name=remove]");
  if (!button) return;
  const list = button.closest("[data-repeat]");
  const rows = [...list.querySelectorAll(":scope > [data-row]")];
  const added = button.name === "add";
  if (added ? !rows.length : rows.length <= Number(list.dataset.least)) return; // the server knows how
  event.preventDefault();
  if (added) add(list, rows);
  else remove(list, button);
  tidy(list);
  list.querySelector("[data-repeat-status]").textContent = added ? list.dataset.added : list.dataset.removed;
  list.dispatchEvent(new Event("change", { bubbles: true }));
});

function add(list, rows) {
  const last = rows.at(-1);
  const number = Math.max(...rows.map((row) => Number(row.dataset.row.split("-").at(-1)))) + 1;
  const row = last.cloneNode(true);
  const from = last.dataset.row;
  const to = `${list.dataset.repeat}-${number}`;
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (/^(id|name|for|value|aria-describedby|data-row|data-count-for)$/.test(name) && value.includes(from)) {
        element.setAttribute(name, value.replaceAll(from, to));
      }
    }
  }
  row.querySelectorAll(".err").forEach((error) => error.remove());
  row.querySelectorAll(".bad").forEach((field) => field.classList.remove("bad"));
  for (const field of row.querySelectorAll("input, select, textarea")) {
    field.removeAttribute("aria-invalid");
    if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  last.after(row);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function remove(list, button) {
  const row = button.closest("[data-row]");
  const next = row.nextElementSibling?.matches("[data-row]") ? row.nextElementSibling : row.previousElementSibling;
  row.remove();
  next?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function tidy(list) {
  const rows = [...list.querySelectorAll(":scope > [data-row]")];
  rows.forEach((row, index) => {
    row.querySelector("[data-number]").textContent = index + 1;
    const leave = row.querySelector("button[name=remove]");
    leave.parentElement.hidden = rows.length <= Number(list.dataset.least);
    const heard = leave.querySelector(".vh");
    heard.textContent = heard.textContent.replace(/\d+$/, index + 1);
  });
  const more = list.querySelector("button[name=add]");
  if (more) more.parentElement.hidden = rows.length >= Number(list.dataset.most);
}
