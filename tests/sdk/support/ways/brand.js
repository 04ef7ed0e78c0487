// Somebody's own look: pictures, colours, styles and words of the tenant and of an application, on the way in, on errors, and on the way out.

import assert from 'node:assert/strict';

import { credentials } from '../environment.js';
import { withSettings } from '../mailbox.js';
import { manage } from '../management.js';
import { makePerson } from '../portal.js';

const { endpoint } = credentials;
/** What the styles say: the card has no round corners. */
const CSS = '.card { border-radius: 0 }';

const color = (primaryColor, darkPrimaryColor) => ({ primaryColor, darkPrimaryColor, isDarkModeEnabled: true });

/** What of a look the browser shows, once it shows the logo that is meant for the colour scheme. */
async function looks(page, expected = '/logo.svg') {
  await page.waitForFunction((path) => {
    const { currentSrc, complete } = document.querySelector('.card img') ?? {};
    return complete && currentSrc && new URL(currentSrc).pathname === path;
  }, expected);
  return page.evaluate(() => {
    const logo = document.querySelector('.card img');
    const button = document.querySelector('.button-primary');
    return {
      logo: new URL(logo.currentSrc).pathname,
      isDrawn: logo.naturalWidth > 0,
      icon: new URL(document.querySelector('link[rel=icon]').href).pathname,
      corners: getComputedStyle(document.querySelector('.card')).borderRadius,
      button: button && getComputedStyle(button).backgroundColor,
    };
  });
}

const dressed = {
  name: 'see the look of the tenant, and of the application where it has its own, until they are signed out',
  // What is loaded is asked of the page itself.
  needsScript: true,
  async walk(visitor) {
    const { page, site } = visitor;
    const person = await makePerson('Embla Strand');
    const branding = { logoUrl: `${site.origin}/logo.svg`, darkLogoUrl: `${site.origin}/logo-dark.svg`, favicon: `${site.origin}/icon.svg` };
    visitor.later(await withSettings({
      branding, color: color('#b4501e', '#f0a060'), customCss: CSS, customContent: { '/sign-in': 'Use your badge number.\nAsk at the desk.' },
    }));
    const look = (name, options) => visitor.look(name, { ...options, pictures: [site.origin] });
    await visitor.open();
    await visitor.reads('Use your badge number.');
    const worn = { logo: '/logo.svg', isDrawn: true, icon: '/icon.svg', corners: '0px', button: 'rgb(180, 80, 30)' };
    assert.deepEqual(await looks(page), worn);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.ok((await looks(page, '/logo-dark.svg')).isDrawn);
    await page.emulateMedia({ colorScheme: 'light' });
    await look('brand-sign-in');
    await page.goto(`${endpoint}/callback/%ff`);
    assert.equal(await page.locator('body').getAttribute('data-page'), 'error');
    await look('brand-error', { isAnswer: true });
    assert.deepEqual(await looks(page), { ...worn, button: null });

    // The application's own colour, and its name; what it does not set is the tenant's.
    const desk = await site.client({ name: 'Fjord Office' });
    await manage().put(`/api/applications/${desk.id}/sign-in-experience`, { color: color('#1e5ab4', '#80b0f0'), displayName: 'The office' });
    await visitor.open({}, desk);
    await visitor.heading('Sign in to The office');
    assert.equal((await looks(page)).button, 'rgb(30, 90, 180)');
    await look('brand-application');
    await visitor.signIn(person);
    await visitor.arriveSignedIn(desk);
    await page.route('**/assets/**.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.goto(desk.signOutUrl());
    await visitor.heading('Sign out?');
    await visitor.reads('Embla Strand');
    assert.deepEqual(await looks(page), { ...worn, button: 'rgb(30, 90, 180)' });
    await look('brand-sign-out');
    await page.unroute('**/assets/**.js');
    await visitor.press('Sign out');
    await visitor.heading('Signed out');
    assert.deepEqual(await looks(page), { ...worn, button: null });
    await look('brand-signed-out');
  },
};

export const ways = [dressed];
