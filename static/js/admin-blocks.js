// Picking a provision, a reference box or a question from a list with a search. The field itself keeps the code.
(() => {
  const { Controller } = window.StimulusModule;
  const MOST = 40; // rows shown; who looks for more types another word
  const lists = new Map(); // one request for each list, however many blocks ask for it

  const fold = (text) => text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
  const load = (url) => {
    if (!lists.has(url)) {
      const asked = fetch(url, { headers: { Accept: 'application/json' } }).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      asked.catch(() => lists.delete(url));
      lists.set(url, asked.then(({ rows }) => rows));
    }
    return lists.get(url);
  };
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...inside);
    return node;
  };

  class Pick extends Controller {
    static values = { url: String, partner: String, find: String, change: String, none: String, failed: String, gone: String };

    connect() {
      if (!this.urlValue || this.box) return;
      this.element.hidden = true;
      this.hidePartner();
      this.draw();
      if (this.element.value) this.show();
    }

    disconnect() {
      this.box?.remove();
      this.box = null;
      this.element.hidden = false;
    }

    get partner() {
      return this.partnerValue ? document.getElementById(this.element.id.replace(/-[a-z]+$/, `-${this.partnerValue}`)) : null;
    }

    hidePartner() {
      this.partner?.closest('[data-contentpath]')?.setAttribute('data-pick-partner-hidden', '');
    }

    get url() {
      const address = new URL(this.urlValue, window.location.href);
      const page = window.location.pathname.match(/\/pages\/(?:add\/\w+\/\w+\/)?(\d+)\//);
      if (page) address.searchParams.set('page', page[1]);
      return address.href;
    }

    draw() {
      const id = `${this.element.id}-list`;
      this.input = make('input', {
        type: 'text', id: `${this.element.id}-find`, role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': id,
        'aria-autocomplete': 'list', placeholder: this.findValue, 'aria-label': this.findValue,
      });
      this.list = make('ul', { class: 'pick__list', id, role: 'listbox', 'aria-label': this.findValue });
      this.list.hidden = true;
      this.chosen = make('div', { class: 'pick__chosen' });
      this.chosen.hidden = true;
      this.box = make('div', { class: 'pick' }, this.chosen, this.input, this.list);
      this.element.after(this.box);
      this.input.addEventListener('input', () => this.search());
      this.input.addEventListener('focus', () => this.search());
      this.input.addEventListener('blur', () => setTimeout(() => this.close(), 150));
      this.input.addEventListener('keydown', (e) => this.key(e));
      this.list.addEventListener('mousedown', (e) => {
        e.preventDefault();
        const row = e.target.closest('[role=option]');
        if (row) this.pick(this.rows[Number(row.dataset.n)]);
      });
    }

    async search() {
      let all;
      try {
        all = await load(this.url);
      } catch {
        return this.fail();
      }
      const words = fold(this.input.value).split(/\s+/).filter(Boolean);
      this.rows = all.filter(({ find }) => words.every((word) => find.includes(word))).slice(0, MOST);
      this.list.replaceChildren(...this.rows.map((row, n) => make('li', { role: 'option', id: `${this.list.id}-${n}`, 'data-n': n, 'aria-selected': 'false' }, make('b', {}, row.title), make('span', {}, row.note))));
      if (!this.rows.length) this.list.append(make('li', { class: 'pick__none' }, this.noneValue));
      this.list.hidden = false;
      this.input.setAttribute('aria-expanded', 'true');
      this.at = -1;
      if (words.length && this.rows.length) this.mark(0);
    }

    mark(n) {
      const rows = [...this.list.querySelectorAll('[role=option]')];
      this.at = Math.max(0, Math.min(rows.length - 1, n));
      rows.forEach((row, i) => row.setAttribute('aria-selected', String(i === this.at)));
      this.input.setAttribute('aria-activedescendant', rows[this.at].id);
      rows[this.at].scrollIntoView({ block: 'nearest' });
    }

    key(e) {
      if (e.key === 'Enter') e.preventDefault(); // it would send the page's form
      if (this.list.hidden) return e.key === 'ArrowDown' ? this.search() : undefined;
      if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
        e.preventDefault();
        if (this.rows.length) this.mark(this.at + (e.key === 'ArrowDown' ? 1 : -1));
      } else if (e.key === 'Enter' && this.rows[this.at]) this.pick(this.rows[this.at]);
      else if (e.key === 'Escape') { e.stopPropagation(); this.close(); }
    }

    close() {
      if (!this.box) return;
      this.list.hidden = true;
      this.input.setAttribute('aria-expanded', 'false');
      this.input.removeAttribute('aria-activedescendant');
      if (this.element.value && !this.chosen.hidden) this.input.hidden = true;
    }

    pick(row) {
      [this.element, this.partner].forEach((field, n) => {
        if (!field) return;
        field.value = row.value[n] ?? '';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      });
      this.input.value = '';
      this.say(row);
      this.chosen.querySelector('button').focus();
    }

    async show() {
      const value = [this.element.value, this.partner?.value].filter((part) => part !== undefined);
      try {
        const row = (await load(this.url)).find((one) => value.every((part, n) => (one.value[n] ?? '') === part));
        this.say(row ?? { title: value.filter(Boolean).join(' '), note: this.goneValue, isGone: true });
      } catch { this.fail(); }
    }

    say({ title, note, isGone }) {
      if (!this.box) return;
      const again = make('button', { type: 'button', class: 'button button-small button-secondary' }, this.changeValue);
      again.addEventListener('click', () => { this.input.hidden = false; this.input.focus(); });
      this.chosen.replaceChildren(make('p', { class: 'pick__title' }, title), again, make('p', { class: 'pick__note' }, note));
      this.chosen.classList.toggle('is-gone', Boolean(isGone));
      this.chosen.hidden = false;
      this.close();
      this.input.hidden = true;
    }

    /** Without the list the code can still be written by hand. */
    fail() {
      this.element.hidden = false;
      this.partner?.closest('[data-contentpath]')?.removeAttribute('data-pick-partner-hidden');
      this.box.replaceChildren(make('p', { class: 'help' }, this.failedValue));
    }
  }
  window.wagtail.app.register('pick', Pick);

  // The counted minutes become the lesson's with one press
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-study-minutes]');
    const field = button && document.getElementById('id_minutes');
    if (!field) return;
    field.value = button.dataset.studyMinutes;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    field.focus();
  });
})();
