const ADDRESS = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u;

/** `<guildhall-invitations>`: who was asked to join and has not answered, and asking others. */
class Invitations extends GuildhallElement {
  #page = 1;
  #list;
  #paging;

  async start() {
    this.#page = 1;
    this.#list = make('ul', { class: 'rows', part: 'list' });
    this.#paging = make('div', {});
    const invite = make('button', { type: 'button', class: 'primary', onclick: () => this.#invite() }, say('invite'));
    await this.#load(() =>
      this.content.replaceChildren(make('header', { part: 'header' }, make('h2', {}, say('invitations')), invite), this.#list, this.#paging),
    );
  }

  async #load(ready) {
    const { answer, total } = await this.call('GET', ['organizations', this.organizationId, 'invitations'], {
      query: { status: 'Pending', page: this.#page, page_size: PAGE_SIZE },
    });
    if (answer.length === 0 && this.#page > 1) {
      this.#page -= 1;
      await this.#load(ready);
      return;
    }
    ready?.();
    const rows = answer.map((invitation) => this.#row(invitation));
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [make('li', { class: 'empty' }, say('noInvitations'))]));
    const go = (page) => {
      this.#page = page;
      this.attempt(() => this.#load());
    };
    this.#paging.replaceChildren(...[this.paging(this.#page, total, go)].filter(Boolean));
  }

  #row(invitation) {
    const address = invitation.invitee;
    const end = new Date(invitation.expiresAt);
    const path = ['organizations', this.organizationId, 'invitations', invitation.id];
    const resend = async () => {
      await this.call('POST', [...path, 'resend']);
      this.say(say('resent', { address }));
    };
    const revoke = () =>
      this.ask({
        title: say('revoke'),
        body: make('p', {}, say('revokeText', { address })),
        action: say('revoke'),
        isDanger: true,
        send: async () => {
          await this.call('DELETE', path);
          await this.#load();
          this.say(say('revoked', { address }));
          this.tell('guildhall-change', { what: 'invitation-revoked', invitationId: invitation.id });
        },
      });
    return make(
      'li',
      { part: 'row' },
      avatar(invitation.id, address),
      make(
        'div',
        { class: 'who' },
        make('strong', {}, address),
        make('time', { class: 'quiet', datetime: end.toISOString(), title: end.toLocaleString(this.#language()) }, say('expires', { when: this.#relative(end) })),
      ),
      make('div', { class: 'tags' }, (invitation.organizationRoles ?? []).map((role) => make('span', { class: 'tag' }, role.name))),
      make(
        'div',
        { class: 'actions' },
        make('button', { type: 'button', class: 'quiet', 'aria-label': `${say('resend')}: ${address}`, onclick: () => this.attempt(resend) }, say('resend')),
        make('button', { type: 'button', class: 'quiet danger-text', 'aria-label': `${say('revoke')}: ${address}`, onclick: revoke }, say('revoke')),
      ),
    );
  }

  #language() {
    return this.closest('[lang]')?.lang || document.documentElement.lang || undefined;
  }

  #relative(end) {
    const hours = Math.round((end - Date.now()) / 3_600_000);
    const format = new Intl.RelativeTimeFormat(this.#language(), { numeric: 'auto' });
    return Math.abs(hours) < 48 ? format.format(hours, 'hour') : format.format(Math.round(hours / 24), 'day');
  }

  async #invite() {
    await this.attempt(async () => {
      const address = make('input', { type: 'email', required: true, autocomplete: 'off', spellcheck: 'false', maxlength: 254 });
      const line = field(say('address'), address, say('addressHint'));
      const choice = roleChoice(say('rolesLegend'), await this.templateRoles(), []);
      this.ask({
        title: say('inviteTitle'),
        body: [line, choice],
        action: say('invite'),
        send: async () => {
          const invitee = address.value.trim();
          line.complain(ADDRESS.test(invitee) ? undefined : say('addressWrong'));
          if (!ADDRESS.test(invitee)) return false;
          const { answer } = await this.call('POST', ['organizations', this.organizationId, 'invitations'], {
            body: { invitee, roleNames: choice.chosen() },
          });
          await this.#load();
          this.say(say('invited', { address: invitee }));
          this.tell('guildhall-change', { what: 'invitation-created', invitationId: answer.id });
          return true;
        },
      });
    });
  }
}
