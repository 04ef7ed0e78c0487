// Showing that one is a person: our own script with each kind of widget, under the wider policy of these pages. Whether an answer is good the
// provider says to the server, which the tests of `sign-in` show; here it says nothing, so that nobody is let in.

import assert from 'node:assert/strict';

import { TURNSTILE, standIn } from '../captcha.js';
import { makePerson } from '../portal.js';

const MISSING = 'Complete the check that you are a person, then go on.';
const FAILED = 'The check that you are a person did not succeed. Try it once more.';
const UNREACHABLE = 'The check that you are a person could not be loaded.';
const settings = { captchaPolicy: { enabled: true } };

/** Sends the form and gives what of it the server was told. */
async function send(visitor) {
  const [request] = await Promise.all([visitor.page.waitForRequest((sent) => sent.method() === 'POST'), visitor.press('Sign in')]);
  await request.response();
  return new URLSearchParams(request.postData());
}

const fill = async (visitor, { username, password }) => {
  await visitor.fill('Username', username);
  await visitor.fill('Password', password);
};

/** Sends the form, which goes nowhere. */
async function isHeldBack(visitor, text) {
  const posted = [];
  visitor.page.on('request', (request) => { if (request.method() === 'POST') posted.push(request.url()); });
  await visitor.press('Sign in');
  await visitor.reads(text);
  assert.deepEqual(posted, []);
}

const turnstile = {
  name: 'show by a widget that they are a person, each time anew',
  settings,
  async walk(visitor) {
    const [person, provider] = [await makePerson('Ronja Lie'), await standIn(visitor, 'turnstile')];
    await visitor.open();
    await visitor.heading('Sign in to Fjord Desk');
    if (!visitor.hasScript) {
      const told = visitor.page.locator('noscript .banner');
      await told.waitFor();
      assert.match(await told.innerText(), /which needs JavaScript/);
      await visitor.look('captcha-without-script');
      await fill(visitor, person);
      await visitor.press('Sign in');
      await visitor.reads(MISSING);
      return;
    }
    const { page } = visitor;
    const widget = page.frameLocator('iframe[title="Cloudflare security challenge"]');
    await widget.getByText('I am a person').waitFor();
    await visitor.look('captcha', { from: [TURNSTILE] });
    const asked = await page.evaluate(() => ({ ...globalThis.asked }));
    assert.deepEqual([asked.sitekey, asked.action, asked.theme, asked.language], ['site', 'sign_in', 'light', 'en']);
    await fill(visitor, person);
    await isHeldBack(visitor, MISSING);
    await visitor.look('captcha-missing', { isAnswer: true, from: [TURNSTILE] });
    await widget.getByText('I am a person').click();
    await page.getByText(MISSING).waitFor({ state: 'hidden' });
    // One that has become too old is worth nothing.
    await widget.getByText('Wait too long').click();
    await isHeldBack(visitor, MISSING);
    await widget.getByText('I am a person').click();
    const sent = await send(visitor);
    assert.deepEqual([sent.get('captcha'), sent.get('identifier')], ['solved-2', person.username]);
    await visitor.reads(FAILED);
    await visitor.look('captcha-refused', { isAnswer: true, from: [TURNSTILE] });
    // What was sent counts no more: the page that came asks again.
    await fill(visitor, person);
    await widget.getByText('I am a person').waitFor();
    await visitor.press('Sign in');
    assert.equal(await page.locator('input[name=captcha]').inputValue(), '');
    await widget.getByText('Fail').click();
    await visitor.reads(UNREACHABLE);
    provider.isBlocked = true;
    await visitor.open();
    await visitor.reads(UNREACHABLE);
    await visitor.look('captcha-unreachable', { from: [TURNSTILE] });
    await visitor.follow('Create an account');
    await visitor.reads(UNREACHABLE);
  },
};

const recaptcha = {
  name: 'tick a box, or are looked at unseen, to show that they are a person',
  settings,
  needsScript: true,
  async walk(visitor) {
    const person = await makePerson('Runar Vik');
    const { origin } = await standIn(visitor, 'checkbox');
    await visitor.open();
    const widget = visitor.page.frameLocator('iframe[title="reCAPTCHA"]');
    await widget.getByText('I am a person').waitFor();
    await visitor.look('captcha-checkbox', { from: [origin] });
    await fill(visitor, person);
    await isHeldBack(visitor, MISSING);
    await widget.getByText('I am a person').click();
    assert.equal((await send(visitor)).get('captcha'), 'solved-1');
    await visitor.reads(FAILED);
    await standIn(visitor, 'unseen');
    await visitor.open();
    await visitor.look('captcha-unseen', { from: [origin] });
    await fill(visitor, person);
    assert.equal((await send(visitor)).get('captcha'), 'executed-site-sign_in');
    await visitor.reads(FAILED);
  },
};

export const ways = [turnstile, recaptcha];
