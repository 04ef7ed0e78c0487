// The account center: every page of it, as somebody who changes an address and a password comes by.

import { credentials } from '../environment.js';
import { codeTo } from '../mailbox.js';
import { makePerson, openPortal } from '../portal.js';

const { endpoint } = credentials;
const at = (rest) => `${endpoint}/account${rest}`;

const changed = {
  name: 'change their address and their password in the account center',
  async walk(visitor) {
    const { page } = visitor;
    const [person, password] = [await makePerson('Ingvild Sørensen-Lauritzen'), 'Another9!fjord-and-lake'];
    await openPortal(page, person, at('/profile'));
    await visitor.heading('Profile');
    await visitor.look('account-profile');
    await visitor.follow('Change e-mail address');
    await visitor.heading('Confirm that it is you');
    await visitor.look('account-verify');
    await visitor.fill('Password', 'not-the-password');
    await visitor.press('Continue');
    await visitor.reads('This password is not right.');
    await visitor.look('account-verify-refused', { isAnswer: true });
    await visitor.fill('Password', person.password);
    await visitor.press('Continue');
    await visitor.heading('Change e-mail address');
    await visitor.look('account-email');
    const address = `new-${person.primaryEmail}`;
    await visitor.fill('New e-mail address', address);
    await visitor.press('Send a code');
    await visitor.heading('Check your e-mail');
    await visitor.look('account-code');
    await visitor.fill('Code', await codeTo(address));
    await visitor.press('Continue');
    await visitor.reads('Your e-mail address is changed.');
    await page.goto(at('/email/remove'));
    await visitor.heading('Remove e-mail address');
    await visitor.look('account-remove-email');
    await visitor.press('Remove');
    await visitor.reads('Your e-mail address is removed.');
    await page.goto(at('/security'));
    await visitor.heading('Security');
    await visitor.look('account-security');
    await visitor.follow('Change password');
    await visitor.heading('Change password');
    await visitor.look('account-password');
    await visitor.fill('New password', password);
    await visitor.press('Save password');
    await visitor.heading('Password changed');
    await visitor.look('account-password-changed', { isAnswer: true });
  },
};

export const ways = [changed];
