/** `<guildhall-organization-profile>`: name, description and logo, to read or to change. */
class OrganizationProfile extends GuildhallElement {
  async start() {
    const { answer } = await this.call('GET', ['organizations', this.organizationId]);
    this.#draw(answer);
  }

  #draw(organization) {
    const logo = organization.branding?.logoUrl;
    const head = make(
      'header',
      { part: 'header' },
      avatar(organization.id, organization.name, logo),
      make('div', { class: 'who' }, make('h2', {}, organization.name), make('code', { class: 'quiet' }, organization.id)),
    );
    if (!this.can('org:update')) {
      this.content.replaceChildren(head, organization.description ? make('p', {}, organization.description) : '');
      return;
    }
    const name = make('input', { required: true, maxlength: 128, autocomplete: 'off', value: organization.name });
    const description = make('textarea', { maxlength: 256, rows: 2 });
    description.value = organization.description ?? '';
    const picture = make('input', { type: 'url', autocomplete: 'off', maxlength: 2048, value: logo ?? '' });
    const lines = [field(say('name'), name), field(say('description'), description, say('descriptionHint')), field(say('logo'), picture, say('logoHint'))];
    const button = make('button', { type: 'submit', class: 'primary' }, say('saveProfile'));
    const wrong = make('p', { class: 'wrong', role: 'alert', hidden: true });
    const save = async () => {
      const address = picture.value.trim();
      lines[0].complain(name.value.trim() ? undefined : say('nameMissing'));
      lines[2].complain(!address || address.startsWith('https://') ? undefined : say('logoWrong'));
      if (!name.value.trim() || (address && !address.startsWith('https://'))) return;
      const { logoUrl, ...others } = organization.branding ?? {};
      // Only what changed is sent: a policy may open some of the fields alone.
      const body = {};
      if (name.value.trim() !== organization.name) body.name = name.value.trim();
      if (description.value !== (organization.description ?? '')) body.description = description.value;
      if (address !== (logoUrl ?? '')) body.branding = address ? { ...others, logoUrl: address } : others;
      if (Object.keys(body).length > 0) {
        const { answer } = await this.call('PATCH', ['organizations', this.organizationId], { body });
        this.#draw(answer);
        this.tell('guildhall-change', { what: 'organization', organizationId: this.organizationId });
      }
      this.say(say('profileSaved'));
    };
    const onsubmit = async (event) => {
      event.preventDefault();
      button.disabled = true;
      wrong.hidden = true;
      const complain = (text) => {
        wrong.textContent = text;
        wrong.hidden = false;
      };
      await this.attempt(save, { complain });
      button.disabled = false;
    };
    this.content.replaceChildren(head, make('form', { onsubmit, novalidate: true, 'aria-label': say('profile') }, lines, wrong, make('div', { class: 'actions' }, button)));
  }
}
