// In which organization to go on, what a third party may do in which, and devices.

import assert from 'node:assert/strict';

import { credentials, unique } from '../environment.js';
import { payload } from '../gateway.js';
import { manage } from '../management.js';
import { makeOrganization, makePerson } from '../portal.js';

const { endpoint } = credentials;
const ORDERS = 'https://orders.example.com';

/** Organizations that are gone when the visit ends. */
async function organizations(visitor, person, names) {
  const ids = [];
  for (const name of names) ids.push(await makeOrganization(name, person.id, ['member']));
  visitor.later(async () => {
    for (const id of ids) await manage().delete(`/api/organizations/${id}`);
  });
  return ids;
}

const straight = {
  name: 'sign straight in to an organization, in its colours, and are told where they are no member',
  async walk(visitor) {
    const [member, stranger] = [await makePerson('Ragna Lie'), await makePerson('Ottar Sund')];
    const [id] = await organizations(visitor, member, ['Fjordline']);
    await manage().patch(`/api/organizations/${id}`, { color: { primaryColor: '#b4501e' } });
    await visitor.open({ organization_id: id });
    assert.equal(await visitor.page.locator('link[href*="/assets/brand/b4501e"]').count(), 1);
    await visitor.look('sign-in-in-colours');
    await visitor.signIn(member);
    const tokens = await visitor.arriveSignedIn();
    assert.equal(payload(tokens.id_token).organization_id, id);
    const { access_token: token } = await visitor.client.refresh(tokens.refresh_token, { organization_id: id });
    assert.equal(payload(token).aud, `urn:logto:organization:${id}`);
    await visitor.forget();
    await visitor.open({ organization_id: id });
    await visitor.signIn(stranger);
    await visitor.heading('You are not a member of this organization');
    await visitor.look('organization-closed');
    await visitor.press('Use another account');
    await visitor.heading('Sign in to Fjord Desk');
    await visitor.signIn(stranger);
    await visitor.press('Back to the application');
    const answer = await visitor.arrive();
    assert.deepEqual([answer.get('error'), answer.get('error_description')], ['access_denied', 'user is not a member of the organization']);
    await manage().patch(`/api/organizations/${id}`, { isMfaRequired: true });
    await visitor.forget();
    await visitor.open({ organization_id: id });
    await visitor.signIn(member);
    await visitor.heading('This organization asks for a second step');
    await visitor.look('organization-needs-factor');
  },
};

const chosen = {
  name: 'choose an organization, among many by searching',
  async walk(visitor) {
    const [person, alone] = [await makePerson('Unni Bakke'), await makePerson('Trygve Ness')];
    const names = ['Nordlys Shipping and Forwarding of Northern Norway and Svalbard', ...Array.from({ length: 20 }, (_, index) => `Harbour ${String(index + 1).padStart(2, '0')}`)];
    const ids = await organizations(visitor, person, names);
    const asks = { prompt: 'consent select_organization' };
    await visitor.open(asks);
    await visitor.signIn(person);
    await visitor.heading('Choose an organization');
    await visitor.look('select-organization');
    await visitor.follow('Next');
    await visitor.page.getByRole('link', { name: 'Previous' }).waitFor();
    await visitor.fill('Search by name', 'nothing like it');
    await visitor.press('Search');
    await visitor.reads('No organization fits');
    await visitor.look('select-organization-nothing');
    await visitor.fill('Search by name', 'Nordlys');
    await visitor.press('Search');
    await visitor.press(names[0]);
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).organization_id, ids[0]);
    await visitor.forget();
    await visitor.open(asks);
    await visitor.signIn(alone);
    await visitor.reads('You belong to no organization yet');
    await visitor.look('select-organization-none');
    await visitor.press('Use another account');
    await visitor.heading('Sign in to Fjord Desk');
  },
};

const consented = {
  name: 'decide what a third party may do, and where',
  async walk(visitor) {
    const api = manage();
    const person = await makePerson('Ingeborg Hansen-Steinkjer');
    const [fjord, berg] = await organizations(visitor, person, ['Fjordline', 'Bergen Maritime Insurance']);
    const reports = await visitor.site.client({ name: 'Fjord Reports', isThirdParty: true });
    const resources = await api.get('/api/resources?includeScopes=true');
    const orders = resources.find(({ scopes }) => scopes?.some(({ name }) => name === 'order:read'));
    const orderScopes = orders.scopes.map(({ id }) => id);
    const organizationScopes = (await api.get('/api/organization-scopes')).filter(({ name }) => name === 'member:read').map(({ id }) => id);
    await api.post(`/api/applications/${reports.id}/user-consent-scopes`, {
      userScopes: ['profile', 'email', 'urn:logto:scope:organizations'], resourceScopes: orderScopes, organizationResourceScopes: orderScopes, organizationScopes,
    });
    const wish = { scope: 'openid offline_access profile email urn:logto:scope:organizations order:read member:read', resource: orders.indicator ?? ORDERS };
    await visitor.open(wish, reports);
    await visitor.signIn(person);
    await visitor.heading('Fjord Reports asks for access');
    await visitor.look('consent');
    await visitor.press('Deny');
    assert.equal((await visitor.arrive()).get('error'), 'access_denied');
    await visitor.open(wish, reports);
    await visitor.page.getByRole('checkbox', { name: 'Bergen Maritime Insurance' }).check();
    await visitor.page.getByRole('checkbox', { name: 'Fjordline' }).uncheck();
    await visitor.press('Allow');
    const tokens = await visitor.arriveSignedIn(reports);
    const opened = await reports.refresh(tokens.refresh_token, { organization_id: berg });
    assert.equal(payload(opened.access_token).aud, `urn:logto:organization:${berg}`);
    await assert.rejects(reports.refresh(opened.refresh_token ?? tokens.refresh_token, { organization_id: fjord }), /access_denied|invalid/);
    // Who has allowed it is not asked again, unless the application wants that.
    await visitor.open({ ...wish, prompt: undefined }, reports);
    await visitor.arriveSignedIn(reports);
    await visitor.open(wish, reports);
    await visitor.heading('Fjord Reports asks for access');
  },
};

/** What a device that nobody can type on asks for. */
async function beginOnDevice(name) {
  const oidcClientMetadata = { redirectUris: [], postLogoutRedirectUris: [] };
  const { id } = await manage().post('/api/applications', { name, type: 'Native', oidcClientMetadata, customClientMetadata: { isDeviceFlow: true } });
  const post = async (path, body) => (await fetch(`${endpoint}${path}`, { method: 'POST', body: new URLSearchParams({ client_id: id, ...body }) })).json();
  const begun = await post('/oidc/device/auth', { scope: 'openid offline_access profile' });
  const poll = () => post('/oidc/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: begun.device_code });
  return { ...begun, poll };
}

const device = {
  name: 'sign a device in, or say that it is not theirs',
  async walk(visitor) {
    const [person, television] = [await makePerson('Åse Vold'), await beginOnDevice('Fjord Television')];
    await visitor.page.goto(`${endpoint}/device`);
    await visitor.heading('Sign a device in');
    await visitor.look('device');
    await visitor.fill('Code', 'BBBB-BBBB');
    await visitor.press('Continue');
    await visitor.reads('No device waits with this code.');
    await visitor.look('device-unknown');
    await visitor.fill('Code', television.user_code.toLowerCase().replace('-', ' '));
    await visitor.press('Continue');
    await visitor.heading('Sign Fjord Television in on a device?');
    await visitor.look('device-confirm');
    assert.equal((await television.poll()).error, 'authorization_pending');
    await visitor.press('Continue');
    await visitor.heading('Sign in to Fjord Television');
    await visitor.signIn(person);
    await visitor.heading('Your device is signed in');
    await visitor.look('device-success');
    const tokens = await television.poll();
    assert.equal(payload(tokens.id_token).sub, person.id);
    const other = await beginOnDevice('Somebody');
    await visitor.page.goto(other.verification_uri_complete);
    await visitor.goOn();
    await visitor.press('This is not my device');
    await visitor.reads('The device was not signed in.');
    await visitor.look('device-aborted');
    assert.equal((await other.poll()).error, 'access_denied');
  },
};

export const ways = [straight, chosen, consented, device];
