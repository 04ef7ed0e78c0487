/** Makes an element; attributes that begin with `on` are listeners. Text is never markup. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

let lastId = 0;
const newId = () => `g${(lastId += 1)}`;

/** A field with its label, its hint and a place for what is wrong with it. */
function field(label, input, hint) {
  const id = newId();
  input.id = id;
  const description = hint ? make('p', { class: 'hint', id: `${id}h` }, hint) : undefined;
  const wrong = make('p', { class: 'wrong', id: `${id}e`, hidden: true });
  input.setAttribute('aria-describedby', `${description ? `${id}h ` : ''}${id}e`);
  const whole = make('div', { class: 'field' }, make('label', { for: id }, label), description, input, wrong);
  whole.complain = (text) => {
    wrong.hidden = !text;
    wrong.textContent = text ?? '';
    if (text) {
      input.setAttribute('aria-invalid', 'true');
      input.focus();
    } else {
      input.removeAttribute('aria-invalid');
    }
  };
  return whole;
}

/** Checkboxes, one for each role. */
function roleChoice(legend, roles, chosen) {
  const boxes = roles.map((role) =>
    make(
      'label',
      { class: 'choice' },
      make('input', { type: 'checkbox', value: role.name, checked: chosen.includes(role.name) }),
      make('span', {}, role.name, role.description ? make('small', {}, role.description) : undefined),
    ),
  );
  const whole = make('fieldset', {}, make('legend', {}, legend), boxes);
  whole.chosen = () => [...whole.querySelectorAll('input:checked')].map((box) => box.value);
  return whole;
}

const nameOf = (member) => member.name || member.username || member.primaryEmail || member.primaryPhone || member.id;

/** A circle with initials, tinted by the id. */
function avatar(id, name, picture) {
  const hue = [...id].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 360, 7);
  const circle = make('span', { class: 'avatar', 'aria-hidden': 'true' });
  circle.style.setProperty('--hue', String(hue));
  const initials = name.split(/\s+/u).slice(0, 2).map((word) => [...word][0] ?? '').join('');
  circle.append(initials.toUpperCase());
  if (typeof picture === 'string' && picture.startsWith('https://')) {
    const image = make('img', { src: picture, alt: '', loading: 'lazy', referrerpolicy: 'no-referrer' });
    image.addEventListener('error', () => image.remove());
    circle.append(image);
  }
  return circle;
}

/** Waits until nothing was typed for a moment. */
function settled(run, milliseconds = 250) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), milliseconds);
  };
}

const sheet = new CSSStyleSheet();

/** What every element has: its client, its messages, its dialog, and drawing again when something changes. */
class GuildhallElement extends HTMLElement {
  static observedAttributes = ['organization-id'];

  /** Gets a token for this element alone; `configure` sets it for all. */
  getToken;

  /**
   * Where this element alone calls. No attribute says it: whoever can put an element into a page could have the page's tokens sent to a place of
   * their own.
   */
  gateway;

  #client;
  #dialog;
  #status;
  #abort = new AbortController();
  #onConfigured = () => this.#restart();

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    this.content = make('div', { class: 'content', part: 'content' });
    this.#status = make('p', { class: 'status', role: 'status', part: 'status' });
    this.#dialog = make('dialog', { part: 'dialog' });
    root.append(this.content, this.#status, this.#dialog);
  }

  connectedCallback() {
    addEventListener(CONFIGURED, this.#onConfigured);
    this.#restart();
  }

  disconnectedCallback() {
    removeEventListener(CONFIGURED, this.#onConfigured);
    this.#abort.abort();
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== after) this.#restart();
  }

  /** The organization that the element shows. */
  get organizationId() {
    return this.getAttribute('organization-id') ?? '';
  }

  set organizationId(id) {
    this.setAttribute('organization-id', id);
  }

  /** Reads everything anew. */
  refresh() {
    this.#restart();
  }

  get client() {
    return this.#client;
  }

  /** The signal that ends when the element is gone or shows something else. */
  get signal() {
    return this.#abort.signal;
  }

  /** How this element gets its token; the switcher does it otherwise. */
  tokenSource() {
    const getToken = this.getToken ?? settings.getToken;
    return getToken && this.organizationId ? () => getToken(this.organizationId) : undefined;
  }

  #restart() {
    this.#abort.abort();
    this.#abort = new AbortController();
    const source = this.tokenSource();
    // A question that is open is about what was shown before.
    this.#dialog.close();
    this.content.replaceChildren();
    this.say('');
    // Not told yet: it comes by attribute, property or `configure`.
    if (!source) return;
    const client = new Client(this.gateway ?? settings.gateway ?? new URL('..', import.meta.url).href, source);
    const { signal } = this.#abort;
    this.#client = client;
    this.content.append(make('p', { class: 'loading' }, say('loading')));
    this.attempt(async () => {
      await translated;
      const permissions = await client.open().catch((error) => {
        if (!signal.aborted) throw error;
      });
      // Another organization is shown by now, whose permissions these are not.
      if (signal.aborted) return;
      this.permissions = permissions;
      await this.start();
    }, { restart: true });
  }

  call(method, segments, options) {
    return this.#client.call(method, segments, { signal: this.signal, ...options });
  }

  can(permission) {
    return this.permissions.has(settings.permissions?.[permission] ?? permission);
  }

  /** Says what happened, to eyes and screen readers. */
  say(text, isWrong = false) {
    this.#status.textContent = text;
    this.#status.classList.toggle('bad', isWrong);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Runs something that may be refused, and says so in words. Returns whether it went well. */
  async attempt(run, { restart = false, complain } = {}) {
    try {
      await run();
      return true;
    } catch (error) {
      if (error.name === 'AbortError') return false;
      const text = error instanceof Refusal ? error.message : say('failed');
      if (complain) {
        complain(text);
      } else if (restart) {
        this.content.replaceChildren(
          make('p', { class: 'bad', role: 'alert' }, text),
          make('button', { type: 'button', onclick: () => this.refresh() }, say('again')),
        );
      } else {
        this.say(text, true);
      }
      this.tell('guildhall-error', { message: text, code: error.code, status: error.status });
      if (!(error instanceof Refusal)) console.error(error);
      return false;
    }
  }

  /** Opens a dialog with a form. `send` runs when it is sent; the dialog closes when that went well and was not `false`. */
  ask({ title, body, action, isDanger = false, send }) {
    const wrong = make('p', { class: 'wrong', role: 'alert', hidden: true });
    const heading = newId();
    const button = make('button', { type: 'submit', class: isDanger ? 'danger' : 'primary' }, action);
    const form = make(
      'form',
      {
        novalidate: true,
        onsubmit: async (event) => {
          event.preventDefault();
          wrong.hidden = true;
          button.disabled = true;
          const complain = (text) => {
            wrong.textContent = text;
            wrong.hidden = false;
          };
          let isDone = true;
          const went = await this.attempt(async () => {
            isDone = (await send()) !== false;
          }, { complain });
          if (went && isDone) this.#dialog.close();
          button.disabled = false;
        },
      },
      make('h3', { id: heading }, title),
      body,
      wrong,
      make(
        'div',
        { class: 'actions' },
        make('button', { type: 'button', onclick: () => this.#dialog.close() }, say('cancel')),
        button,
      ),
    );
    this.#dialog.setAttribute('aria-labelledby', heading);
    this.#dialog.replaceChildren(form);
    this.#dialog.showModal();
  }

  /** The way from one page of a list to the next. */
  paging(page, total, go) {
    const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
    if (!(last > 1)) return undefined;
    const values = { first: (page - 1) * PAGE_SIZE + 1, last: Math.min(total, page * PAGE_SIZE), total };
    return make(
      'nav',
      { class: 'paging', 'aria-label': say('range', values) },
      make('button', { type: 'button', disabled: page <= 1, onclick: () => go(page - 1) }, say('previous')),
      make('span', {}, say('range', values)),
      make('button', { type: 'button', disabled: page >= last, onclick: () => go(page + 1) }, say('next')),
    );
  }

  async templateRoles() {
    const roles = [];
    for (let page = 1; ; page += 1) {
      const { answer, total } = await this.call('GET', ['organizations', this.organizationId, 'roles'], { query: { page, page_size: 100 } });
      roles.push(...answer);
      // Setting a member's roles takes away what is not named: nothing may be left out that a member can have. Roles of machines none can.
      if (answer.length === 0 || roles.length >= total) return roles.filter(({ type }) => type !== 'MachineToMachine');
    }
  }
}
