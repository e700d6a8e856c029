// Two comforts of the certificates' screens; both work without this file: the progress page loads itself
// anew, and "Show the page" sends the form into the frame.

const PAUSE = 2000; // ms between two looks at the progress
const CALM = 700; // ms after the last key before the page is drawn again

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

/** Draw the page again when the form has come to rest. */
function draw(form) {
  const button = form.querySelector("[data-preview]");
  // Showing the page saves nothing: Wagtail goes on warning of unsaved changes.
  form.addEventListener("submit", (event) => event.submitter?.formTarget && event.stopImmediatePropagation(), true);
  let timer;
  form.addEventListener("input", (event) => {
    if (event.target.name === "note") return;
    clearTimeout(timer);
    timer = setTimeout(() => button.click(), CALM);
  });
  if ("bound" in form.dataset) button.click(); // what was not saved is shown as it stands, not as it was
}

const part = document.getElementById("progress");
if (part) follow(part);
const form = document.querySelector("#design, #policy");
if (form) draw(form);
