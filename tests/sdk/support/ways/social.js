// Signing in with an account elsewhere: at a second Guildhall, through its own pages.

import assert from 'node:assert/strict';

import { TARGET, connect, makeOther, signInThere } from '../elsewhere.js';
import { longAddress } from '../environment.js';
import { payload } from '../gateway.js';
import { byEmail } from '../mailbox.js';
import { manage } from '../management.js';
import { makePerson } from '../portal.js';

/** Goes there, signs in there, and allows it. */
async function elsewhere(visitor, other, decision) {
  await visitor.follow('Continue with Harbour');
  await signInThere(visitor, other, decision);
}

const newcomer = {
  name: 'sign in with an account elsewhere, and are known the next time',
  async walk(visitor) {
    await connect(visitor);
    const other = await makeOther('Astrid Dahl', longAddress('astrid'));
    await visitor.open();
    await visitor.look('sign-in-social');
    await elsewhere(visitor, other, 'Deny');
    await visitor.heading('You are not signed in yet');
    await visitor.look('social-refused', { isAnswer: true });
    await visitor.page.context().clearCookies();
    await visitor.open({ first_screen: 'register' });
    await visitor.look('register-social');
    await elsewhere(visitor, other);
    const { sub } = payload((await visitor.arriveSignedIn()).id_token);
    const user = await manage().get(`/api/users/${sub}`);
    assert.deepEqual([user.name, user.primaryEmail, user.identities[TARGET].userId], ['Astrid Dahl', other.primaryEmail, other.id]);
    await visitor.forget();
    await visitor.open({ direct_sign_in: `social:${TARGET}` });
    await visitor.heading('Sign in to Fjord');
    await visitor.signIn(other);
    await visitor.press('Allow');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, sub);
  },
};

const linked = {
  name: 'link an account elsewhere with the one that has the same address, by password or by code',
  async walk(visitor) {
    await connect(visitor, byEmail);
    for (const way of ['password', 'code']) {
      const person = await makePerson('Gerd Solberg');
      const other = await makeOther('Gerd Solberg', person.primaryEmail);
      await visitor.open();
      await elsewhere(visitor, other);
      await visitor.heading('Link your Harbour account');
      if (way === 'password') {
        await visitor.look('social-link');
        await visitor.fill('Password', 'not-the-password');
        await visitor.press('Link and sign in');
        await visitor.reads('That password does not match the account. Try again.');
        await visitor.look('social-link-refused', { isAnswer: true });
        await visitor.fill('Password', person.password);
        await visitor.press('Link and sign in');
      } else {
        await visitor.press('Send a code');
        await visitor.tellCode(person.primaryEmail);
      }
      assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
      assert.equal((await manage().get(`/api/users/${person.id}`)).identities[TARGET].userId, other.id);
      await visitor.forget();
    }
  },
};

const joined = {
  name: 'are let in unasked where accounts of one proven address are linked by themselves',
  async walk(visitor) {
    await connect(visitor, { socialSignIn: { automaticAccountLinking: true, skipRequiredIdentifiers: true } });
    const person = await makePerson('Gudrun Nes');
    const other = await makeOther('Gudrun Nes', person.primaryEmail);
    await visitor.open();
    await elsewhere(visitor, other);
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, person.id);
    assert.equal((await manage().get(`/api/users/${person.id}`)).identities[TARGET].userId, other.id);
  },
};

const agreed = {
  name: 'agree to the terms before an account elsewhere becomes one here, and before it lets them in',
  async walk(visitor) {
    await connect(visitor, { agreeToTermsPolicy: 'Manual', termsOfUseUrl: 'https://fjord.example/terms' });
    const other = await makeOther('Ola Rønning', longAddress('ola'));
    await visitor.open();
    await elsewhere(visitor, other);
    await visitor.heading('There is no account yet');
    await visitor.look('offer-social');
    await visitor.page.getByRole('checkbox').check();
    await visitor.press('Create account');
    const { sub } = payload((await visitor.arriveSignedIn()).id_token);
    await visitor.forget();
    await visitor.open();
    await elsewhere(visitor, other);
    await visitor.heading('Before you go on');
    await visitor.look('agreement');
    await visitor.page.getByRole('checkbox').check();
    await visitor.press('Continue');
    assert.equal(payload((await visitor.arriveSignedIn()).id_token).sub, sub);
  },
};

export const ways = [newcomer, linked, joined, agreed];
