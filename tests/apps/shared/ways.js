// The ways to sign in that each application offers: what its button says, and the options that its SDK is called with.

export const ways = ({ organizationId, loginHint }) => ({
  'Sign in': {},
  'Create account': { firstScreen: 'register' },
  'Sign in with your username': { firstScreen: 'identifier:sign_in', identifiers: ['username'], loginHint },
  'Continue with Fjord': { directSignIn: { method: 'social', target: 'fjord' } },
  'Sign in again': { prompt: ['login', 'consent'] },
  'Open your organization': { extraParams: { organization_id: organizationId } },
  'Choose an organization': { prompt: ['consent', 'select_organization'] },
});

/** A way's place in a URL. */
export const slug = (name) => name.toLowerCase().replaceAll(' ', '-');
