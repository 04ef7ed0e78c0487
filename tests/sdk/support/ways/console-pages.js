// The operator's console: every page that a link leads to, and what pages say where there is nothing to show or a form is refused.

import { isLookedAt, nameOf, rowOf } from '../console-pages.js';
import { unique } from '../environment.js';
import { furnish } from '../furniture.js';
import { at, enter } from '../operator.js';

/** How many addresses of one page are tried that show nothing. */
const TRIES = 5;
/** Seen for what is different from the same page elsewhere, which is held to the rules. */
const VARIANT = { isVariant: true };

const everything = {
  name: 'see every page of the console that a link leads to',
  async walk(visitor) {
    const { page } = visitor;
    const { origin } = new URL(at(''));
    const ahead = (await furnish(visitor)).map((path) => origin + path);
    await enter(visitor, '/dashboard');
    ahead.push(at('/dashboard'), at('/search'));
    const tries = new Map();
    const come = new Set();
    for (const address of ahead) {
      const row = rowOf(address);
      const tried = tries.get(row) ?? 0;
      if (row === undefined || come.has(row) || tried >= TRIES) continue;
      tries.set(row, tried + 1);
      await page.goto(address);
      if (page.shown.status() !== 200 || rowOf(page.url()) !== row) continue;
      come.add(row);
      if (!isLookedAt(row)) await visitor.look(nameOf(row));
      ahead.push(...(await page.locator('a[href^="/console"]:not([download])').evaluateAll((all) => all.map(({ href }) => href.split('#')[0]))));
    }
  },
};

const narrowed = {
  name: 'narrow lists of the console, down to nothing',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/logs');
    for (const [name, path] of [
      ['logs-of-sign-ins', '/logs?kind=sign-ins&from=2026-01-01'],
      ['logs-nothing', '/logs?event=Nothing.Of.The.Kind'],
      ['users-nothing', '/users?q=nobody-is-called-like-this'],
      ['applications-nothing', '/applications?q=nothing-is-called-like-this'],
      ['organization-template-nothing', '/organization-template?q=nothing-is-called-like-this'],
      ['search-something', '/search?q=o'],
      ['gone', '/users/nobody'],
    ]) {
      await page.goto(at(path));
      await visitor.look(`console-${name}`, VARIANT);
    }
  },
};

/** Pages whose forms are sent as they come, and what is missing on them. */
const FORMS = [
  'applications/new', 'api-resources/new', 'organizations/new', 'roles/new', 'organization-template/roles/new', 'organization-template/permissions/new', 'webhooks/new',
  'tenants/new', 'profile-fields/new/Select', 'connectors/new/oidc', 'enterprise-sso/new/OIDC',
];

const refused = {
  name: 'send forms of the console without what they need, and read beside the fields what is missing',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/dashboard');
    const send = async (name) => {
      await page.locator('main .button-primary').last().click();
      await page.locator('main :is(.field-error, .banner-danger):visible').first().waitFor();
      await visitor.look(`console-refused-${name.replaceAll('/', '-')}`, { ...VARIANT, isAnswer: true });
    };
    for (const path of FORMS) {
      await page.goto(at(`/${path}`));
      await send(path);
    }
    await page.goto(at('/users/new'));
    await visitor.fill('E-mail address', 'no address');
    await send('users-new');
  },
};

const sheet = {
  name: 'find the areas of the console on a phone',
  async walk(visitor) {
    const { page } = visitor;
    await enter(visitor, '/dashboard');
    const size = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Areas', exact: true }).click();
    await page.locator('.console-side:popover-open').waitFor();
    await visitor.look('console-areas', { isVariant: true, isPhone: true });
    await page.getByRole('link', { name: 'Audit log', exact: true }).click();
    await visitor.heading('Audit log');
    await page.setViewportSize(size);
  },
};

/** The areas of a tenant in which there is nothing yet. */
const EMPTY = ['dashboard', 'applications', 'api-resources', 'organization-template', 'webhooks', 'users', 'organizations', 'roles', 'connectors', 'enterprise-sso', 'profile-fields', 'gateway/decisions', 'logs'];

const nothing = {
  name: 'come to a tenant in which there is nothing yet, in the console',
  needsScript: true,
  async walk(visitor) {
    const { page } = visitor;
    const id = unique('quay-');
    await enter(visitor, '/tenants/new');
    await visitor.fill('Name', 'Empty quay');
    await visitor.fill('Id', id);
    await visitor.fill('Host names', `${id}.localhost`);
    await visitor.press('Create tenant');
    await visitor.reads('The tenant is created.');
    await page.goto(at('/tenants'));
    await page.getByRole('row').filter({ hasText: `${id}.localhost` }).getByRole('button').last().click();
    await visitor.heading('Open another console');
    await visitor.press('Go on');
    await visitor.heading('Dashboard');
    const { origin } = new URL(page.url());
    for (const area of EMPTY) {
      await page.goto(`${origin}/console/${area}`);
      await visitor.look(`console-empty-${area.replaceAll('/', '-')}`, VARIANT);
    }
    await page.goto(at(`/tenants/${id}/delete`));
    await visitor.look('console-tenants-one-delete');
    await visitor.fill('The name', 'Empty quay');
    await visitor.press('Delete tenant');
    await visitor.reads('The tenant is deleted.');
  },
};

export const ways = [everything, narrowed, refused, sheet, nothing];
