// A button of the text editor: marks words as a term of the glossary, or links them to a provision of the library.
(() => {
  const { React, DraftJS, draftail } = window;
  const MOST = 40;
  const fold = (text) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
  let asked = null;
  const load = (url) => {
    asked ??= fetch(url).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); });
    asked.catch(() => { asked = null; });
    return asked.then(({ rows }) => rows);
  };
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...inside);
    return node;
  };

  /** Ask for a row; the words that are marked begin the search. Answers undefined where nothing was chosen. */
  function ask({ url, words }, marked) {
    const list = make('ul', { class: 'link-to__list', role: 'list' });
    const input = make('input', { type: 'search', 'aria-label': words.find, placeholder: words.find });
    const close = make('button', { type: 'button', class: 'button button-secondary' }, words.cancel);
    const dialog = make('dialog', { class: 'link-to', 'aria-label': words.title }, make('h2', { class: 'w-h3' }, words.title), make('p', { class: 'help' }, words.help), input, list, close);
    input.value = marked;
    document.body.append(dialog);
    const draw = async () => {
      let rows;
      try { rows = await load(url); } catch { list.replaceChildren(make('li', {}, words.failed)); return; }
      const wanted = fold(input.value).split(/\s+/).filter(Boolean);
      const found = rows.filter(({ find }) => wanted.every((word) => find.includes(word))).slice(0, MOST);
      list.replaceChildren(...found.map((row) => {
        const button = make('button', { type: 'button' }, make('b', {}, row.title), make('span', {}, row.note));
        button.addEventListener('click', () => { dialog.chosen = row; dialog.close(); });
        return make('li', {}, button);
      }));
      if (!found.length) list.append(make('li', {}, words.none));
    };
    input.addEventListener('input', draw);
    input.addEventListener('keydown', (e) => {
      if (e.key !== 'Enter') return;
      e.preventDefault();
      list.querySelector('button')?.click();
    });
    close.addEventListener('click', () => dialog.close());
    dialog.showModal();
    input.select();
    draw();
    return new Promise((done) => {
      dialog.addEventListener('close', () => { dialog.remove(); done(dialog.chosen); });
    });
  }

  function markedWords(state) {
    const selection = state.getSelection();
    const block = state.getCurrentContent().getBlockForKey(selection.getStartKey());
    return selection.getStartKey() === selection.getEndKey() ? block.getText().slice(selection.getStartOffset(), selection.getEndOffset()) : '';
  }

  function linked(state, row) {
    const { EditorState, Modifier } = DraftJS;
    const selection = state.getSelection();
    const content = state.getCurrentContent().createEntity('LINK', 'MUTABLE', { url: row.value[0] });
    const key = content.getLastCreatedEntityKey();
    const next = selection.isCollapsed() ? Modifier.insertText(content, selection, row.title, null, key) : Modifier.applyEntity(content, selection, key);
    return EditorState.push(state, next, 'apply-entity');
  }

  const Control = ({ getEditorState, onChange }) => {
    const settings = JSON.parse(document.getElementById('library-link').textContent);
    const press = async (e) => {
      e.preventDefault(); // the words stay marked
      const state = getEditorState();
      const row = await ask(settings, markedWords(state));
      if (row) onChange(linked(state, row));
    };
    return React.createElement('button', {
      type: 'button', className: 'Draftail-ToolbarButton', 'aria-label': settings.words.title, title: settings.words.title, onMouseDown: press,
      onKeyDown: (e) => (e.key === 'Enter' || e.key === ' ') && press(e),
    }, React.createElement('svg', { className: 'icon icon-openquote Draftail-Icon', 'aria-hidden': true }, React.createElement('use', { href: '#icon-glasses' })));
  };
  draftail.registerPlugin({ type: 'library-link', inline: Control }, 'controls');
})();
