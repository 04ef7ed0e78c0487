/**
 * `<guildhall-organization-switcher>`: the user's organizations and the invitations that wait for an answer. It never stores the list;
 * each page of it is read when it is looked at. Choosing one sets `organization-id` and sends `guildhall-select`.
 */
class OrganizationSwitcher extends GuildhallElement {
  static observedAttributes = [];

  /** Gets a token for the user alone, for this element. */
  getUserToken;

  #page = 1;
  #search = '';
  #button;
  #popup;
  #list;
  #invitations;
  #paging;
  #name;

  tokenSource() {
    const getUserToken = this.getUserToken ?? settings.getUserToken;
    if (getUserToken) return () => getUserToken();
    // An organization token opens the list, too.
    return super.tokenSource();
  }

  async start() {
    const popup = newId();
    this.#name = make('span', { class: 'name' }, say('chooseOrganization'));
    this.#button = make(
      'button',
      { type: 'button', class: 'switch', part: 'button', 'aria-expanded': 'false', 'aria-controls': popup, onclick: () => this.#toggle() },
      this.#name,
      make('span', { class: 'chevron', 'aria-hidden': 'true' }),
    );
    this.#list = make('ul', { class: 'rows', part: 'list' });
    this.#invitations = make('div', {});
    this.#paging = make('div', {});
    const search = make('input', {
      type: 'search',
      'aria-label': say('searchOrganizations'),
      placeholder: say('searchOrganizations'),
      autocomplete: 'off',
      oninput: settled(() => {
        this.#search = search.value.trim();
        this.#page = 1;
        this.attempt(() => this.#load());
      }),
    });
    const create =
      this.can('org:create') && make('button', { type: 'button', class: 'quiet wide', onclick: () => this.#create() }, say('createOrganization'));
    this.#popup = make(
      'section',
      {
        id: popup,
        class: 'popup',
        part: 'popup',
        hidden: true,
        'aria-label': say('switcher'),
        onkeydown: (event) => {
          if (event.key === 'Escape') this.#close(true);
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#move(event);
        },
      },
      search,
      this.#list,
      this.#paging,
      this.#invitations,
      create,
    );
    document.addEventListener('pointerdown', (event) => event.composedPath().includes(this) || this.#close(), { signal: this.signal });
    await this.#load(() => this.content.replaceChildren(this.#button, this.#popup));
  }

  async #load(ready) {
    const query = { page: this.#page, page_size: PAGE_SIZE, q: this.#search };
    const { answer, total } = await this.call('GET', ['me', 'organizations'], { query });
    ready?.();
    const empty = this.#search ? say('noOrganizationsFound', { search: this.#search }) : say('noOrganizations');
    const rows = answer.map((organization) => this.#row(organization));
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [make('li', { class: 'empty' }, empty)]));
    const current = answer.find((organization) => organization.id === this.organizationId);
    if (current) this.#name.textContent = current.name;
    const go = (page) => {
      this.#page = page;
      this.attempt(() => this.#load());
    };
    this.#paging.replaceChildren(...[this.paging(this.#page, total, go)].filter(Boolean));
  }

  #row(organization) {
    const isCurrent = organization.id === this.organizationId;
    const roles = (organization.organizationRoles ?? []).map((role) => role.name).join(', ');
    return make(
      'li',
      {},
      make(
        'button',
        { type: 'button', class: 'pick', 'aria-current': isCurrent ? 'true' : undefined, onclick: () => this.#pick(organization) },
        avatar(organization.id, organization.name, organization.branding?.logoUrl),
        make('span', { class: 'who' }, make('strong', {}, organization.name), roles && make('span', { class: 'quiet' }, roles)),
      ),
    );
  }

  #pick(organization) {
    this.organizationId = organization.id;
    this.#name.textContent = organization.name;
    this.#close(true);
    this.tell('guildhall-select', {
      organizationId: organization.id,
      name: organization.name,
      organizationRoles: organization.organizationRoles ?? [],
      organizationPermissions: organization.organizationPermissions ?? [],
    });
    this.attempt(() => this.#load());
  }

  async #loadInvitations() {
    const { answer } = await this.call('GET', ['me', 'invitations'], { query: { page_size: 100 } });
    const rows = answer.map((invitation) => {
      const name = invitation.organization?.name ?? invitation.organizationId;
      const decide = (verb, done) => async () => {
        await this.call('POST', ['invitations', invitation.id, verb]);
        await this.#load();
        await this.#loadInvitations();
        this.say(say(done, { name }));
        this.tell('guildhall-change', { what: `invitation-${done}`, invitationId: invitation.id, organizationId: invitation.organizationId });
      };
      return make(
        'li',
        {},
        make('span', { class: 'who' }, make('strong', {}, name)),
        make(
          'span',
          { class: 'actions' },
          make('button', { type: 'button', class: 'quiet', 'aria-label': say('declineNamed', { name }), onclick: () => this.attempt(decide('decline', 'declined')) }, say('decline')),
          make('button', { type: 'button', class: 'primary', 'aria-label': say('acceptNamed', { name }), onclick: () => this.attempt(decide('accept', 'accepted')) }, say('accept')),
        ),
      );
    });
    this.#invitations.replaceChildren(...(rows.length > 0 ? [make('h3', {}, say('yourInvitations')), make('ul', { class: 'rows' }, rows)] : []));
  }

  #toggle() {
    if (!this.#popup.hidden) return this.#close(true);
    this.#popup.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#popup.querySelector('input').focus();
    // Read only when looked at; a third party's application may not see them, which is no fault of the list.
    return this.#loadInvitations().catch(() => this.#invitations.replaceChildren());
  }

  #close(focus = false) {
    if (this.#popup.hidden) return;
    this.#popup.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    if (focus) this.#button.focus();
  }

  #move(event) {
    const stops = [...this.#popup.querySelectorAll('input, .pick')];
    const at = stops.indexOf(this.shadowRoot.activeElement);
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  #create() {
    const input = make('input', { required: true, maxlength: 128, autocomplete: 'off' });
    const line = field(say('newOrganizationName'), input);
    this.ask({
      title: say('createOrganization'),
      body: line,
      action: say('createOrganization'),
      send: async () => {
        const name = input.value.trim();
        line.complain(name ? undefined : say('nameMissing'));
        if (!name) return false;
        const { answer } = await this.call('POST', ['organizations'], { body: { name } });
        await this.#load();
        this.say(say('created', { name }));
        this.tell('guildhall-change', { what: 'organization-created', organizationId: answer.id });
        return true;
      },
    });
  }
}
