sheet.replaceSync(STYLE);
for (const [name, element] of [
  ['guildhall-members', Members],
  ['guildhall-invitations', Invitations],
  ['guildhall-organization-switcher', OrganizationSwitcher],
  ['guildhall-organization-profile', OrganizationProfile],
]) {
  // A page that takes the module from two addresses keeps the first.
  if (!customElements.get(name)) customElements.define(name, element);
}

export { configure, Invitations, Members, OrganizationProfile, OrganizationSwitcher };
