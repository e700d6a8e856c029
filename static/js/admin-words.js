// Words that mislead or hurt, said at the field in which they are written, with what to write instead. Nothing is held
// back. The list is content/terms.yaml, asked for at the server; where this script does not run, saving says the same.
(() => {
  const me = document.currentScript;
  const WAIT = 700; // ms after the last key
  const FIELDS = 'textarea, input[type="text"], input:not([type]), [contenteditable="true"]';
  const TRANSLATED = ".js-translation-editor li > p:first-child + div > p"; // shown, not yet being edited
  const notes = new WeakMap(); // field → its note
  const seen = new WeakMap(); // field → the text that was looked at
  let timer = 0;
  let intoLanguage = ""; // of the side-by-side editor
  const waiting = new Set();

  // The language of a field: its own, the page's that is edited, or the translation's. None: nothing is looked for.
  const languageOf = (field) => {
    const editor = field.closest(".js-translation-editor");
    if (editor) return (intoLanguage ||= JSON.parse(editor.dataset.props).locale.code);
    const inBank = field.closest(".aq-lang[data-lang]");
    if (inBank) return namesAnError(field) ? "" : inBank.dataset.lang;
    return document.querySelector("#page-edit-form") ? pageLanguage() : "";
  };
  // The text of a wrong option may well name the error it stands for.
  const namesAnError = (field) => {
    const option = field.closest(".aq-option");
    return option && /text\.[a-z]{2}$/.test(field.name) && !option.querySelector(".aq-right")?.checked;
  };
  const pageLanguage = () => {
    const config = document.getElementById("wagtail-config");
    return config ? JSON.parse(config.textContent).ACTIVE_CONTENT_LOCALE || "" : "";
  };
  const textOf = (field) => {
    if (!field.isContentEditable) return "value" in field ? field.value : field.textContent;
    const blocks = [...field.querySelectorAll('[data-block="true"]')];
    return blocks.map((block) => block.textContent).join("\n\n") || field.textContent;
  };
  const lessonOf = () => document.querySelector('[name="slug"]')?.value || "";

  const note = (field, found) => {
    let box = notes.get(field);
    // The field that stood here before it was opened for editing had its own.
    field.parentElement?.querySelectorAll(":scope > .word-note").forEach((other) => other !== box && other.remove());
    if (!found.length) { box?.remove(); notes.delete(field); return; }
    if (!box) {
      box = document.createElement("div");
      box.className = "word-note";
      box.setAttribute("role", "status");
      notes.set(field, box);
    }
    box.replaceChildren(...found.map((one) => {
      const line = document.createElement("p");
      const said = document.createElement("b");
      said.textContent = me.dataset.title.replace("%(said)s", one.said);
      line.append(said, document.createElement("br"), me.dataset.write.replace("%(words)s", one.write), ` (${one.why})`);
      return line;
    }));
    const after = field.isContentEditable ? field.closest(".Draftail-Editor") || field : field;
    if (after.nextElementSibling !== box) after.after(box);
  };

  const ask = async (language, fields) => {
    const texts = fields.map(textOf);
    fields.forEach((field, n) => seen.set(field, texts[n]));
    const token = document.querySelector('[name="csrfmiddlewaretoken"]')?.value;
    const response = await fetch(me.dataset.words, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ language, lesson: lessonOf(), texts }),
    });
    if (!response.ok) return;
    const { found } = await response.json();
    fields.forEach((field, n) => note(field, found.filter((one) => one.text === n)));
  };

  const look = () => {
    const groups = new Map();
    for (const field of waiting) {
      const language = field.isConnected ? languageOf(field) : "";
      if (language && textOf(field) !== seen.get(field)) groups.set(language, [...(groups.get(language) || []), field]);
    }
    waiting.clear();
    // Offline, or signed out meanwhile: saving says it.
    for (const [language, fields] of groups) ask(language, fields).catch(() => {});
  };
  const later = (field, wait) => {
    if (field.type === "hidden") return;
    waiting.add(field);
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };

  const fieldOf = (target) => (target instanceof Element ? target.closest(FIELDS) : null);
  document.addEventListener("input", (event) => { const field = fieldOf(event.target); if (field) later(field, WAIT); });
  document.addEventListener("focusout", (event) => { const field = fieldOf(event.target); if (field) later(field, 0); });
  document.addEventListener("focusin", (event) => { const field = fieldOf(event.target); if (field) later(field, WAIT); });
  window.addEventListener("load", () => {
    const form = document.querySelector("#page-edit-form, .js-translation-editor, form.aq");
    if (form) setTimeout(() => document.querySelectorAll(`${FIELDS}, ${TRANSLATED}`).forEach((field) => later(field, 0)), 500);
  });
})();
