// Providers of captchas, as browsers meet them: stand-ins for their scripts at their own addresses, so that our script and the page's policy
// are the real ones. What a stand-in is asked for is what the documentation of each provider says.

import { manage } from './management.js';

/** Where each provider's script and frames come from. */
export const TURNSTILE = 'https://challenges.cloudflare.com';
export const RECAPTCHA = 'https://www.google.com';

const frame = (title, origin) => `const frame = Object.assign(document.createElement('iframe'), { title: '${title}', src: '${origin}/frame' });
  addEventListener('message', ({ origin, data }) => { if (origin === '${origin.split('/').slice(0, 3).join('/')}') options[data.name](data.value); });
  place.append(frame);`;

/** A frame whose buttons say what happened in it. */
const FRAME = `<!doctype html><html lang="en"><title>Check</title><body>
<button name="callback">I am a person</button><button name="expired-callback">Wait too long</button><button name="error-callback">Fail</button>
<script>let count = 0;
addEventListener('click', ({ target: { name } }) => parent.postMessage({ name, value: name === 'callback' ? 'solved-' + (count += 1) : undefined }, '*'));</script>`;

const SCRIPTS = {
  [TURNSTILE]: `globalThis.turnstile = {
  render(place, options) { globalThis.asked = options; ${frame('Cloudflare security challenge', TURNSTILE)} return 'one'; },
  reset() {},
};`,
  [RECAPTCHA]: `globalThis.grecaptcha = { enterprise: {
  ready(done) { setTimeout(done); },
  render(place, options) { globalThis.asked = options; ${frame('reCAPTCHA', `${RECAPTCHA}/recaptcha`)} return 0; },
  async execute(key, { action }) { return ['executed', key, action].join('-'); },
  reset() {},
} };`,
};

const CONFIGS = {
  turnstile: { type: 'Turnstile', siteKey: 'site', secretKey: 'not-a-secret' },
  checkbox: { type: 'RecaptchaEnterprise', siteKey: 'site', secretKey: 'not-a-secret', projectId: 'fjord', mode: 'checkbox' },
  unseen: { type: 'RecaptchaEnterprise', siteKey: 'site', secretKey: 'not-a-secret', projectId: 'fjord', mode: 'invisible' },
};

/** Chooses a provider and stands in for it in this browser; `isBlocked` keeps its script away. */
export async function standIn(visitor, name) {
  await manage().put('/api/captcha-provider', { config: CONFIGS[name] });
  visitor.later(() => manage().delete('/api/captcha-provider').catch(() => {}));
  const origin = name === 'turnstile' ? TURNSTILE : RECAPTCHA;
  const provider = { origin, isBlocked: false };
  await visitor.page.route(`${origin}/**`, (route) => {
    if (provider.isBlocked) return route.fulfill({ status: 404, body: '' });
    if (new URL(route.request().url()).pathname.endsWith('/frame')) return route.fulfill({ contentType: 'text/html', body: FRAME });
    return route.fulfill({ contentType: 'text/javascript', body: SCRIPTS[origin] });
  });
  return provider;
}
