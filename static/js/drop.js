// A PDF may be dropped on the form instead of chosen. Texts and fields are those of the page.
const form = document.querySelector('[data-drop]');
const field = form.querySelector('input[type=file]');
const hint = form.querySelector('[data-drop-hint]');
const hasFiles = (e) => [...(e.dataTransfer?.types || [])].includes('Files');
hint.hidden = false;

// A file that misses the form must not replace the page
['dragover', 'drop'].forEach((kind) => addEventListener(kind, (e) => { if (hasFiles(e)) e.preventDefault(); }));
form.addEventListener('dragover', (e) => { if (hasFiles(e)) form.classList.add('is-over'); });
form.addEventListener('dragleave', (e) => { if (!form.contains(e.relatedTarget)) form.classList.remove('is-over'); });
form.addEventListener('drop', (e) => {
  form.classList.remove('is-over');
  if (!hasFiles(e) || !e.dataTransfer.files.length) return;
  field.files = e.dataTransfer.files;
  form.requestSubmit();
});
