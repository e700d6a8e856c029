// The editing screen of a question. Everything works without this file, with a reload for each row:
// the same buttons are sent to the server (quizzes/admin/contents/moves.py).

const form = document.querySelector("form.aq");

const key = () => `n${Array.from(crypto.getRandomValues(new Uint8Array(3)), (b) => b.toString(16).padStart(2, "0")).join("")}`;

/** Ids that authors write into the text: the next free p1, p2, … */
function number(list, row) {
  const id = row.querySelector(":scope > [data-id]");
  if (!id || !list.dataset.prefix) return;
  const taken = new Set([...list.querySelectorAll(":scope > [data-row] > [data-id]")].map((field) => field.value));
  let n = 1;
  while (taken.has(`${list.dataset.prefix}${n}`)) n += 1;
  id.value = `${list.dataset.prefix}${n}`;
  const place = row.querySelector("[data-place]");
  if (place) place.textContent = `[[${id.value}]]`;
}

/** A new row at the end of a list: the template with a key of its own. */
function add(place) {
  const template = form.querySelector(`template[data-row-of="${CSS.escape(place)}"]`);
  const list = form.querySelector(`[data-list="${CSS.escape(place.split(":")[0])}"]`);
  if (!template || !list) return null;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll(template.dataset.key, key());
  const row = holder.content.firstElementChild;
  number(list, row);
  list.append(row);
  return row;
}

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other?.matches("[data-row]")) return;
  if (step < 0) other.before(row);
  else other.after(row);
}

/** What a button of the form says, done here. Returns false where the server has to do it. */
function act(button) {
  const [action, ...rest] = button.value.split(":");
  const row = button.closest("[data-row]");
  if (action === "add") {
    const added = add(rest.join(":"));
    added?.querySelector("textarea, input:not([type=hidden], [type=radio], [type=checkbox])")?.focus();
    return Boolean(added);
  }
  if (!row) return false;
  if (action === "remove") {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    next?.querySelector("textarea, button")?.focus();
    return true;
  }
  if (action === "up" || action === "down") {
    move(row, action === "up" ? -1 : 1);
    button.focus();
    return true;
  }
  return false;
}

/** The share of texts that each language has, counted as the server counts it. */
function share() {
  const filled = {};
  let total = 0;
  for (const field of form.querySelectorAll("[data-words]")) {
    const said = [...field.querySelectorAll("textarea")].filter((area) => area.value.trim());
    if (!said.length || (field.dataset.optional !== undefined && said.length === 1)) continue;
    total += 1;
    for (const area of said) filled[area.lang] = (filled[area.lang] ?? 0) + 1;
  }
  for (const output of form.querySelectorAll("[data-share]")) {
    output.textContent = `${total ? Math.floor(((filled[output.dataset.share] ?? 0) * 100) / total) : 0} %`;
  }
}

const fold = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

/** Words typed above the list of sources narrow it; a choice becomes a row. */
function sources() {
  const box = form.querySelector("[data-sources]");
  if (!box) return;
  const [find, list] = [box.querySelector("input"), box.querySelector("select")];
  const options = [...list.querySelectorAll("option")].slice(1).map((option) => [
    option,
    fold(`${option.label} ${option.parentElement.dataset.names}`),
  ]);
  find.hidden = false;
  find.addEventListener("input", () => {
    const words = fold(find.value).split(/\s+/).filter(Boolean);
    for (const [option, text] of options) {
      option.hidden = !words.every((word) => text.includes(word));
    }
    for (const group of list.querySelectorAll("optgroup")) {
      group.hidden = ![...group.children].some((option) => !option.hidden);
    }
    list.size = words.length ? 6 : 1;
  });
  const pick = () => {
    const option = list.selectedOptions[0];
    if (!option?.value) return;
    const row = add("q.citation");
    row.querySelector("input").value = option.value;
    row.querySelector("span").textContent = option.label;
    list.value = "";
    find.value = "";
    find.dispatchEvent(new Event("input"));
  };
  list.addEventListener("change", pick);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter takes the first that is left
    const first = options.find(([option]) => !option.hidden);
    if (!find.value.trim() || !first) return;
    first[0].selected = true;
    pick();
  });
}

/** Enter goes from an option to its feedback to the next option; with Shift it makes a new line. */
function onwards(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches(".aq-rows textarea")) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("textarea")].filter((area) => area.offsetParent && area.lang === event.target.lang);
  fields[fields.indexOf(event.target) + 1]?.focus();
}

if (form) {
  form.addEventListener("keydown", onwards);
  // Empty fields say nothing, and a server takes only so many: a case with ten questions has a thousand.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "" && name.startsWith("q.")) formData.delete(name);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (button && /^(add|remove|up|down):/.test(button.value) && act(button)) {
      event.preventDefault();
      form.dispatchEvent(new Event("input", { bubbles: true })); // something changed: leaving asks first
      share();
    }
  });
  form.addEventListener("input", share);
  sources();
  form.querySelector(".error-message")?.closest(".aq-field, .aq-card, section")?.scrollIntoView({ block: "center" });
}

// On narrow screens the tree of categories is closed at first.
const tree = document.querySelector("[data-tree]");
if (tree && matchMedia("(max-width: 50rem)").matches) tree.open = false;
