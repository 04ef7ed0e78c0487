// The organization portal: every page, and what people do there.

import assert from 'node:assert/strict';

import { credentials, longAddress, unique } from '../environment.js';
import { linkTo } from '../mailbox.js';
import { manage } from '../management.js';
import { makeOrganization, makePerson, openPortal } from '../portal.js';

const { endpoint } = credentials;

/** An organization of one's own, gone at the end. */
async function found(visitor, person, roles = ['admin']) {
  const id = await makeOrganization('Fjordline Shipping', person.id, roles);
  visitor.later(() => manage().delete(`/api/organizations/${id}`).catch(() => {}));
  return `${endpoint}/portal/organizations/${id}`;
}

const looked = {
  name: 'see every page of an organization that they administer',
  async walk(visitor) {
    const { page } = visitor;
    const [person, colleague] = [await makePerson('Guro Ask'), await makePerson('Eirik Sørensen-Lauritzen')];
    const base = await found(visitor, person);
    const id = base.split('/').pop();
    await manage().post(`/api/organizations/${id}/users`, { userIds: [colleague.id] });
    await page.goto(`${endpoint}/portal/invitations/nothing`);
    await visitor.heading('You were invited to an organization');
    await visitor.look('portal-invited');
    await openPortal(page, person);
    const parts = ['', '/members', '/members?q=nobody', '/invitations', '/invitations/new', '/roles', '/security', '/domains', '/domains/fjord.example', '/api-keys', '/api-keys/new', '/activity', '/leave', '/delete'];
    for (const address of [`${endpoint}/portal`, `${endpoint}/portal/new`, ...parts.map((part) => base + part), `${endpoint}/portal/organizations/nothing`]) {
      await page.goto(address);
      await visitor.look(`portal${address.slice(endpoint.length + '/portal'.length).replace(id, 'one').replaceAll(/\W+/g, '-')}`);
    }
    await page.goto(`${base}/members`);
    await visitor.follow(`Manage ${colleague.name}`);
    await visitor.heading(colleague.name);
    await visitor.look('portal-member');
    await visitor.follow('Remove member');
    await visitor.look('portal-remove-member');
    await visitor.press('Remove member');
    await visitor.reads('The member was removed.');
  },
};

const keys = {
  name: 'make a key for a program, whose secret is shown once',
  async walk(visitor) {
    const [person, name] = [await makePerson('Sigve Moen'), unique('Nightly export ')];
    const base = await found(visitor, person);
    await openPortal(visitor.page, person, `${base}/api-keys/new`);
    await visitor.fill('Name', name);
    await visitor.press('Create API key');
    await visitor.heading('Save this secret now');
    await visitor.look('portal-secret', { isAnswer: true });
    await visitor.follow('I have saved it');
    await visitor.look('portal-key');
    await visitor.follow('Delete API key');
    await visitor.look('portal-delete-key');
    await visitor.fill(`Type ${name} to confirm`, name);
    await visitor.press('Delete API key');
    await visitor.reads('The API key is deleted.');
  },
};

const invited = {
  name: 'invite somebody, take it back, and leave',
  async walk(visitor) {
    const { page } = visitor;
    const [person, guest] = [await makePerson('Ylva Strøm'), longAddress('guest')];
    const base = await found(visitor, person);
    await openPortal(page, person, `${base}/invitations/new`);
    await visitor.fill('E-mail address', guest);
    await page.getByLabel('auditor').check();
    await visitor.press('Invite people');
    await visitor.reads('The invitation is on its way.');
    await visitor.look('portal-invitations-one');
    await linkTo(guest);
    await visitor.follow(`Revoke: ${guest}`);
    await visitor.look('portal-revoke');
    await visitor.press('Revoke invitation');
    await visitor.reads('The invitation was taken back.');
    await page.goto(`${base}/leave`);
    await visitor.press('Leave organization');
    await visitor.reads('Nobody else could manage the organization then.');
    await visitor.look('portal-leave-refused', { isAnswer: true });
    const [id, other] = [base.split('/').pop(), await makePerson('Nils Foss')];
    await manage().post(`/api/organizations/${id}/users`, { userIds: [other.id] });
    await manage().put(`/api/organizations/${id}/users/${other.id}/roles`, { organizationRoleNames: ['admin'] });
    await visitor.press('Leave organization');
    await visitor.reads('You have left the organization.');
    await visitor.look('portal-left');
  },
};

const answered = {
  name: 'decline one invitation and accept another',
  async walk(visitor) {
    const { page } = visitor;
    const [owner, guest] = [await makePerson('Amund Vik'), await makePerson('Tiril Haug')];
    for (const [decision, told] of [['Decline', 'The invitation is declined.'], ['Accept', 'Welcome. You are a member now.']]) {
      const base = await found(visitor, owner);
      const body = { invitee: guest.primaryEmail, organizationId: base.split('/').pop(), expiresAt: Date.now() + 86_400_000, messagePayload: false };
      const { id } = await manage().post('/api/organization-invitations', body);
      if (decision === 'Decline') await openPortal(page, guest);
      else await page.goto(`${endpoint}/portal`);
      await visitor.look('portal-home-invited');
      await visitor.follow('See invitation: Fjordline Shipping');
      assert.equal(page.url(), `${endpoint}/portal/invitations/${id}`);
      await visitor.heading('Join Fjordline Shipping?');
      await visitor.look('portal-invitation');
      await visitor.press(decision);
      await visitor.reads(told);
    }
  },
};

export const ways = [looked, keys, invited, answered];
