// One of each thing that a page of the console can show, made through the Management API and put away afterwards.

import { unique } from './environment.js';
import { manage } from './management.js';
import { makeOrganization, makePerson } from './portal.js';

const DAY_MS = 86_400_000;

/** Makes something that is deleted at the end. */
async function make(visitor, path, body) {
  const { id } = await manage().post(path, body);
  visitor.later(() => manage().delete(`${path}/${id}`));
  return id;
}

/** An organization with a member, a machine and an invitation, and the addresses that show them. */
async function people(visitor) {
  const api = manage();
  const person = await makePerson('Ragnhild Moe');
  // Their session is one that can be ended.
  await visitor.open();
  await visitor.signIn(person);
  await visitor.arriveSignedIn();
  const organization = await makeOrganization('Harbour of many pages', person.id, ['member']);
  visitor.later(() => api.delete(`/api/organizations/${organization}`));
  const machine = await make(visitor, '/api/applications', { name: 'Harbour scheduler', type: 'MachineToMachine' });
  await api.post(`/api/organizations/${organization}/applications`, { applicationIds: [machine] });
  const expiresAt = Date.now() + DAY_MS;
  await api.post('/api/organization-invitations', { invitee: 'sunniva@fjord.example', organizationId: organization, organizationRoleIds: [], expiresAt, messagePayload: false });
  const holds = { users: await heldRole(visitor, 'User', 'users', { userIds: [person.id] }), machines: await heldRole(visitor, 'MachineToMachine', 'applications', { applicationIds: [machine] }) };
  return [
    `/console/organizations/${organization}`, `/console/organizations/${organization}/members`, `/console/organizations/${organization}/members/${person.id}`,
    `/console/organizations/${organization}/applications`, `/console/organizations/${organization}/invitations`,
    `/console/users/${person.id}`, `/console/users/${person.id}/sessions`,
    `/console/applications/${machine}`,
    `/console/roles/${holds.users}`, `/console/roles/${holds.machines}/applications`,
  ];
}

/** A role that somebody holds, with a permission of an API. */
async function heldRole(visitor, type, end, holders) {
  const api = manage();
  const role = await make(visitor, '/api/roles', { name: unique('Harbour master '), description: 'Says who comes in', type });
  await api.post(`/api/roles/${role}/${end}`, holders);
  const resource = await make(visitor, '/api/resources', { name: 'Harbour', indicator: `https://${unique('harbour')}.example` });
  const { id: scope } = await api.post(`/api/resources/${resource}/scopes`, { name: 'berth:assign', description: 'Say where a ship lies' });
  await api.post(`/api/roles/${role}/scopes`, { scopeIds: [scope] });
  return role;
}

/** What a tenant is set up with. */
async function configuration(visitor) {
  const api = manage();
  const oidcClientMetadata = { redirectUris: ['https://harbour.example/callback'], postLogoutRedirectUris: [] };
  const web = await make(visitor, '/api/applications', { name: 'Harbour office', type: 'Traditional', oidcClientMetadata });
  const target = unique('acme').toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
  const config = { clientId: 'harbour', clientSecret: 'deep-secret', issuer: 'https://id.acme.example' };
  await make(visitor, '/api/connectors', { connectorId: 'oidc', metadata: { target, name: { en: 'Acme' } }, config });
  const enterprise = { providerName: 'OIDC', connectorName: unique('Acme '), domains: ['enterprise.acme.example'], config };
  const sso = await make(visitor, '/api/sso-connectors', enterprise);
  const details = { subject: 'Koodisi', content: 'Se on {{code}}.', contentType: 'text/plain' };
  await api.put('/api/email-templates', { templates: [{ languageTag: 'fi', templateType: 'Generic', details }] });
  visitor.later(async () => {
    const all = await api.get('/api/email-templates');
    for (const { id, languageTag } of all) if (languageTag === 'fi') await api.delete(`/api/email-templates/${id}`);
  });
  const name = unique('berth').replaceAll(/[^A-Za-z0-9]/g, '_');
  await api.post('/api/custom-profile-fields', { name, type: 'Text', required: false, config: {} });
  visitor.later(() => api.delete(`/api/custom-profile-fields/${name}`));
  await api.put('/api/configs/jwt-customizer/access-token', { script: 'const getCustomJwtClaims = () => ({});' });
  visitor.later(() => api.delete('/api/configs/jwt-customizer/access-token'));
  await api.put('/api/custom-phrases/fi', { page: { 'sign-in-button': 'Kirjaudu' } });
  visitor.later(() => api.delete('/api/custom-phrases/fi'));
  // Whoever holds a cookie of before the rotation keeps it: the key before stays.
  await api.post('/api/configs/oidc/cookie-keys/rotate', {});
  // Not every connector sends something that can be tried.
  const connectors = (await api.get('/api/connectors')).map(({ id }) => `/console/connectors/${id}/test`);
  return [`/console/applications/${web}/branding`, `/console/enterprise-sso/${sso}`, '/console/email-templates/Generic/fi', '/console/sign-in-experience/phrases/fi', ...connectors];
}

/** A webhook with a delivery that nobody took. */
async function webhook(visitor) {
  const api = manage();
  const body = { name: unique('Orders '), events: ['User.Created'], config: { url: 'http://127.0.0.1:9/hook', retries: 0 } };
  const hook = await make(visitor, '/api/hooks', body);
  await api.post('/api/users', { username: unique('hooked') });
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const [delivery] = await api.get(`/api/hooks/${hook}/recent-logs?page=1`);
    if (delivery) return [`/console/webhooks/${hook}`, `/console/webhooks/${hook}/deliveries/${delivery.id}`];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the webhook is not called');
}

/** Makes everything; where to look at it, rather than wherever a link leads first. */
export async function furnish(visitor) {
  return [...(await people(visitor)), ...(await configuration(visitor)), ...(await webhook(visitor))];
}
