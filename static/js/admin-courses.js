// Two comforts of the course tools; both work without this file: the progress of a copy loads itself anew, and the
// outline of a course is put in order with its arrows.

const PAUSE = 2000; // ms between two looks at the progress

/** Look again until it is over; only the middle of the page is replaced. */
async function follow(part) {
  while (part.querySelector("[data-running]")) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    try {
      const response = await fetch(location.href, { headers: { "X-Part": "progress" }, credentials: "same-origin" });
      if (response.ok) part.innerHTML = await response.text();
    } catch {
      // The line is down: look again later.
    }
  }
}

const part = document.getElementById("progress");
if (part) follow(part);

/** The outline: arrows without a new page, dragging beside them, both saved as the whole order. */
function arrange(form) {
  const state = form.querySelector("[data-state]");
  const tops = form.querySelector(".structure");
  let dragged = null;

  const order = () =>
    [...tops.children].map((m) => [m.dataset.key, [...m.querySelectorAll("[data-key]")].map((one) => one.dataset.key)]);

  async function save() {
    state.textContent = form.dataset.saving;
    const data = new FormData(form);
    data.set("order", JSON.stringify(order()));
    form.inert = true; // one order after the other: each names the one it was made from
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
      });
      if (!response.ok) throw new Error(response.status);
      const { seen } = await response.json();
      document.querySelectorAll('input[name="seen"]').forEach((field) => { field.value = seen; });
      state.textContent = form.dataset.saved;
    } catch {
      state.textContent = form.dataset.failed;
    }
    form.inert = false;
  }

  /** One step; at the end of its module a lesson goes on into the next one. */
  function step(part, up) {
    const beside = up ? part.previousElementSibling : part.nextElementSibling;
    if (beside) return up ? beside.before(part) : beside.after(part);
    const module = part.parentElement.closest("[data-key]");
    const next = module && (up ? module.previousElementSibling : module.nextElementSibling);
    const list = next && next.querySelector("ol");
    if (list) list[up ? "append" : "prepend"](part);
  }

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "move") return;
    event.preventDefault();
    step(button.closest("[data-key]"), button.value.startsWith("up:"));
    await save();
    button.focus();
  });

  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-key]");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    dragged.classList.add("is-dragged");
  });
  form.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const isModule = dragged.parentElement === tops;
    const over = isModule
      ? [...tops.children].find((one) => one.contains(event.target))
      : event.target.closest(".structure-below > [data-key]");
    if (over && over !== dragged) {
      const { top, height } = over.getBoundingClientRect();
      over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
    } else if (!isModule && !over) {
      const list = event.target.closest("[data-key]")?.querySelector("ol");
      if (list && !list.contains(dragged)) list.append(dragged);
    }
  });
  form.addEventListener("drop", (event) => event.preventDefault());
  form.addEventListener("dragend", () => {
    dragged.classList.remove("is-dragged");
    dragged = null;
    save();
  });
}

const structure = document.getElementById("structure");
if (structure && structure.querySelector('[name="move"]')) arrange(structure);
