/** What the elements say. `configure({ words })` replaces any of it; `{…}` stand for values. */
const words = {
  again: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  failed: 'That did not work. Try again in a moment.',
  unreachable: 'The server cannot be reached. Check your connection, then try again.',
  signedOut: 'You are not signed in to this organization any more. Sign in again to go on.',
  notAllowed: 'Your role does not allow this. Ask an administrator of the organization.',
  loading: 'Loading…',
  next: 'Next',
  previous: 'Previous',
  range: '{first} to {last} of {total}',
  you: 'You',

  members: 'Members',
  searchMembers: 'Search members',
  noMembers: 'Nobody here yet. Invite people to work with you in this organization.',
  noMembersFound: 'No member matches “{search}”.',
  rolesOf: 'Roles of {name}',
  changeRoles: 'Change roles',
  saveRoles: 'Save roles',
  rolesSaved: 'The roles of {name} are saved.',
  noRoles: 'No role',
  removeMember: 'Remove member',
  removeMemberText: '{name} loses access to this organization at once.',
  memberRemoved: '{name} is no longer a member.',
  leave: 'Leave organization',
  leaveText: 'You lose access to this organization at once. Only an invitation brings you back.',
  suspended: 'Suspended',

  invitations: 'Invitations',
  invite: 'Send invitation',
  inviteTitle: 'Invite somebody',
  address: 'E-mail address',
  addressHint: 'They get a message with a link that is theirs alone.',
  addressWrong: 'Enter an e-mail address, such as ingrid@fjord.example.',
  rolesLegend: 'Roles they get',
  invited: 'An invitation is on its way to {address}.',
  noInvitations: 'No invitation is waiting. Whoever you invite is listed here until they answer.',
  resend: 'Send again',
  resent: 'The invitation to {address} was sent again.',
  revoke: 'Revoke invitation',
  revokeText: 'The link that {address} has stops working.',
  revoked: 'The invitation to {address} is revoked.',
  expires: 'Ends {when}',

  switcher: 'Switch organization',
  chooseOrganization: 'Choose an organization',
  searchOrganizations: 'Search organizations',
  noOrganizations: 'You belong to no organization yet.',
  noOrganizationsFound: 'No organization matches “{search}”.',
  yourInvitations: 'Invitations to you',
  accept: 'Accept',
  acceptNamed: 'Accept the invitation to {name}',
  accepted: 'You are a member of {name} now.',
  decline: 'Decline',
  declineNamed: 'Decline the invitation to {name}',
  declined: 'You declined the invitation to {name}.',
  createOrganization: 'Create organization',
  newOrganizationName: 'Name of the new organization',
  created: '{name} is created.',

  profile: 'Organization profile',
  name: 'Name',
  nameMissing: 'Enter a name, of 128 characters at most.',
  description: 'Description',
  descriptionHint: 'What people see beside the name. 256 characters at most.',
  logo: 'Address of the logo',
  logoHint: 'Begins with https://. Shown on sign-in pages and messages.',
  logoWrong: 'Enter an address that begins with https://.',
  saveProfile: 'Save profile',
  profileSaved: 'The profile is saved.',
};

/** The words that `configure` has given, which stand before those of any language. */
const given = new Set();

/** The words in the page's language, from beside this module; what is not there stays English. */
const translated = (async () => {
  const language = document.documentElement.lang;
  if (!language || /^en\b/i.test(language)) return;
  try {
    const address = new URL(`words/${encodeURIComponent(language)}.json`, import.meta.url);
    const answer = await fetch(address, { credentials: 'omit', signal: AbortSignal.timeout(5000) });
    for (const [key, text] of Object.entries(answer.ok ? await answer.json() : {})) {
      if (key in words && !given.has(key)) words[key] = String(text);
    }
  } catch {
    // English it is.
  }
})();

/** One sentence with its values in place. Values are text and never markup. */
function say(key, values = {}) {
  return words[key].replaceAll(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
