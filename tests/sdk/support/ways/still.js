// Pages that go on by themselves where scripts run: seen only where they cannot.

import { makePerson } from '../portal.js';

/** Keeps our own scripts from the browser, which would be gone in an instant, and nothing else. */
const hold = (page) => page.route('**/assets/**.js', (route) => route.fulfill({ status: 200, contentType: 'text/javascript', body: '' }));

const asked = {
  name: 'are asked whether to sign out where no script answers',
  needsScript: true,
  async walk(visitor) {
    await hold(visitor.page);
    await visitor.open();
    await visitor.signIn(await makePerson('Solveig Aas'));
    await visitor.arriveSignedIn();
    await visitor.page.goto(visitor.client.signOutUrl());
    await visitor.heading('Sign out?');
    await visitor.look('sign-out');
    await visitor.press('Sign out');
    await visitor.heading('Signed out');
  },
};

const posted = {
  name: 'are taken back by a form',
  needsScript: true,
  async walk(visitor) {
    await hold(visitor.page);
    await visitor.open({ response_mode: 'form_post' });
    await visitor.signIn(await makePerson('Jorunn Dal'));
    await visitor.reads('Taking you back to the application');
    await visitor.look('auto-submit', { isAnswer: true });
    await visitor.press('Continue');
    await visitor.page.waitForURL(visitor.site.callback);
  },
};

export const ways = [asked, posted];
