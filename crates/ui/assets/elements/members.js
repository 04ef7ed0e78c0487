/** `<guildhall-members>`: who belongs to the organization, with which roles. */
class Members extends GuildhallElement {
  #page = 1;
  #search = '';
  #list;
  #paging;

  async start() {
    this.#page = 1;
    this.#search = '';
    this.#list = make('ul', { class: 'rows', part: 'list' });
    this.#paging = make('div', {});
    const search = make('input', {
      type: 'search',
      'aria-label': say('searchMembers'),
      placeholder: say('searchMembers'),
      autocomplete: 'off',
      oninput: settled(() => {
        this.#search = search.value.trim();
        this.#page = 1;
        this.attempt(() => this.#load());
      }),
    });
    await this.#load(() =>
      this.content.replaceChildren(
        make('header', { part: 'header' }, make('h2', {}, say('members')), search),
        this.#list,
        this.#paging,
      ),
    );
  }

  async #load(ready) {
    const { answer, total } = await this.call('GET', ['organizations', this.organizationId, 'members'], {
      query: { page: this.#page, page_size: PAGE_SIZE, q: this.#search },
    });
    // The last one of a page was removed: show the page before.
    if (answer.length === 0 && this.#page > 1) {
      this.#page -= 1;
      await this.#load(ready);
      return;
    }
    ready?.();
    const empty = this.#search ? say('noMembersFound', { search: this.#search }) : say('noMembers');
    this.#list.replaceChildren(...(answer.length > 0 ? answer.map((member) => this.#row(member)) : [make('li', { class: 'empty' }, empty)]));
    const go = (page) => {
      this.#page = page;
      this.attempt(() => this.#load());
    };
    this.#paging.replaceChildren(...[this.paging(this.#page, total, go)].filter(Boolean));
  }

  #row(member) {
    const name = nameOf(member);
    const isMe = member.id === this.client.claims.sub;
    const roles = (member.organizationRoles ?? []).map((role) => role.name);
    const contact = [member.primaryEmail, member.primaryPhone, member.username].find((text) => text && text !== name);
    const actions = [
      this.can('member:role') && this.#button('changeRoles', name, () => this.#changeRoles(member, roles)),
      !isMe && this.can('member:remove') && this.#button('removeMember', name, () => this.#remove(member, name), true),
      isMe && this.#button('leave', name, () => this.#leave(), true),
    ];
    return make(
      'li',
      { part: 'row' },
      avatar(member.id, name, member.avatar),
      make(
        'div',
        { class: 'who' },
        make('strong', {}, name),
        isMe && make('span', { class: 'tag' }, say('you')),
        member.isSuspended && make('span', { class: 'tag bad' }, say('suspended')),
        contact && make('div', { class: 'quiet' }, contact),
      ),
      make('div', { class: 'tags' }, roles.length > 0 ? roles.map((role) => make('span', { class: 'tag' }, role)) : make('span', { class: 'quiet' }, say('noRoles'))),
      make('div', { class: 'actions' }, actions.filter(Boolean)),
    );
  }

  #button(key, name, onclick, isDanger = false) {
    return make('button', { type: 'button', class: isDanger ? 'quiet danger-text' : 'quiet', 'aria-label': `${say(key)}: ${name}`, onclick }, say(key));
  }

  async #changeRoles(member, before) {
    const name = nameOf(member);
    await this.attempt(async () => {
      const choice = roleChoice(say('rolesOf', { name }), await this.templateRoles(), before);
      this.ask({
        title: say('changeRoles'),
        body: choice,
        action: say('saveRoles'),
        send: async () => {
          const roleNames = choice.chosen();
          await this.call('PUT', ['organizations', this.organizationId, 'members', member.id, 'roles'], { body: { roleNames } });
          await this.#load();
          this.say(say('rolesSaved', { name }));
          this.tell('guildhall-change', { what: 'member-roles', userId: member.id, roleNames });
        },
      });
    });
  }

  #remove(member, name) {
    this.ask({
      title: say('removeMember'),
      body: make('p', {}, say('removeMemberText', { name })),
      action: say('removeMember'),
      isDanger: true,
      send: async () => {
        await this.call('DELETE', ['organizations', this.organizationId, 'members', member.id]);
        await this.#load();
        this.say(say('memberRemoved', { name }));
        this.tell('guildhall-change', { what: 'member-removed', userId: member.id });
      },
    });
  }

  #leave() {
    this.ask({
      title: say('leave'),
      body: make('p', {}, say('leaveText')),
      action: say('leave'),
      isDanger: true,
      send: async () => {
        await this.call('DELETE', ['organizations', this.organizationId, 'members', 'me']);
        this.content.replaceChildren();
        this.tell('guildhall-leave', { organizationId: this.organizationId });
      },
    });
  }
}
