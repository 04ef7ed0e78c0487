// The guides of the console: what they show is taken from their pages, built, run and used.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import vue from '@vitejs/plugin-vue';
import { build, preview } from 'vite';

import { closePage, openBrowser, openPage } from '../../sdk/support/browser.js';
import { credentials, unique } from '../../sdk/support/environment.js';
import { expectStatus } from '../../sdk/support/management.js';
import { freeAddress, runProgram, serveProgram } from '../support/applications.js';
import { openConsole, put, readGuide, shell } from '../support/guides.js';
import { prove } from '../support/journey.js';
import { apiClient, makeWorld } from '../support/world.js';

const { endpoint } = credentials;
const MANAGEMENT_ROLE = 'Logto Management API access';

/** What the tools for a new project make beside the guide's files. */
const page = (root, script) => `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"><title>Guide</title></head><body><div id="${root}"></div><script type="module" src="${script}"></script></body></html>`;
const LAYOUT = "export const metadata = { title: 'Guide', icons: 'data:,' };\nexport default function Layout({ children }) {\n  return <html lang=\"en\"><body>{children}</body></html>;\n}";
const NEXT_CONFIG = `const root = ${JSON.stringify(fileURLToPath(new URL('..', import.meta.url)))};\nexport default { turbopack: { root }, outputFileTracingRoot: root };`;

/** An application that Vite builds and serves. */
const vite = (plugins) => async (root, { baseUrl }) => {
  const shared = { root, plugins, configFile: false, logLevel: 'warn' };
  await build({ ...shared, build: { target: 'es2022' } });
  const { hostname: host, port } = new URL(baseUrl);
  const server = await preview({ ...shared, preview: { host, port: Number(port), strictPort: true } });
  return () => server.close();
};

const NEXT = fileURLToPath(new URL('../node_modules/next/dist/bin/next', import.meta.url));
const frameworks = {
  react: { type: 'SPA', extra: [['index.html', page('root', '/src/main.jsx')]], start: vite([react()]) },
  vue: { type: 'SPA', extra: [['index.html', page('app', '/src/main.js')]], start: vite([vue()]) },
  browser: { type: 'SPA', extra: [], start: vite([]) },
  express: {
    type: 'Traditional',
    path: '/logto/sign-in-callback',
    extra: [],
    start: (root, config) => serveProgram('guide-express', ['--env-file=.env', 'server.mjs'], config, root),
  },
  next: {
    type: 'Traditional',
    extra: [['app/layout.js', LAYOUT], ['next.config.js', NEXT_CONFIG]],
    async start(root, config) {
      const { hostname, port } = new URL(config.baseUrl);
      await runProgram('guide-next', [NEXT, 'build'], config, root);
      return serveProgram('guide-next', [NEXT, 'start', '--hostname', hostname, '--port', port], config, root);
    },
  },
};

/** Runs the `api.mjs` of a guide while `use` asks it for paths, with a token or without. */
async function withApi(root, baseUrl, use) {
  const server = spawn(process.execPath, ['api.mjs'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const ask = async (path, token) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return (await fetch(`${baseUrl}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })).status;
      } catch (error) {
        if (tries > 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  };
  try {
    await use(ask);
  } finally {
    server.kill();
  }
}

/** Registers an application and returns its id. */
async function register(type, oidcClientMetadata = { redirectUris: [], postLogoutRedirectUris: [] }) {
  const body = { name: unique('guide '), type, oidcClientMetadata };
  return expectStatus(await apiClient.POST('/api/applications', { body }), 200).id;
}

/** Whoever sets a server up thinks of what seals its cookie. */
const withSecrets = (files) => files.map(([name, text]) => [name, text.replaceAll(/^(\w+)=''$/gm, "$1='thirty-two characters for tests!'")]);
const texts = (files, name) => files.filter(([file]) => file === name).map(([, text]) => text);

describe('the guides of the console', () => {
  const undo = [];
  let browser;
  let world;
  let operator;

  before(async () => {
    browser = await openBrowser();
    undo.push(() => browser.close());
    world = await makeWorld();
    operator = await openConsole(browser);
    undo.push(operator.close);
  });

  after(async () => {
    for (const step of undo.reverse()) await step();
  });

  for (const [framework, { type, path = '/callback', extra, start }] of Object.entries(frameworks)) {
    it(`${framework}: signs in, reads an organization through the gateway, and signs out`, async () => {
      const baseUrl = await freeAddress();
      const postLogout = type === 'SPA' ? `${baseUrl}/` : baseUrl;
      const id = await register(type, { redirectUris: [`${baseUrl}${path}`], postLogoutRedirectUris: [postLogout] });
      const files = await readGuide(operator, `applications/${id}`, framework);
      const stop = await start(put(framework, [...withSecrets(files), ...extra]), { baseUrl });
      const visitor = await openPage(browser, { expected: [/favicon/] });
      try {
        await visitor.goto(`${baseUrl}/`);
        await visitor.getByText('Sign in', { exact: true }).click();
        await prove(visitor, world.person);
        await visitor.waitForURL(`${baseUrl}/`);
        await visitor.getByText(/^Signed in as/).waitFor();
        const [{ id: organization, name }] = world.organizations;
        await visitor.getByText(`Read ${organization}`, { exact: true }).click();
        await visitor.getByText(name).waitFor();
        await visitor.goto(`${baseUrl}/`);
        await visitor.getByText('Sign out', { exact: true }).click();
        await visitor.getByText('Sign in', { exact: true }).waitFor();
      } finally {
        await stop();
      }
      await closePage(visitor);
    });
  }

  it('a native program: signs in with PKCE by a browser, and reads an organization', async () => {
    const redirectUri = `${await freeAddress()}/callback`;
    const id = await register('Native', { redirectUris: [redirectUri], postLogoutRedirectUris: [] });
    const root = put('native', await readGuide(operator, `applications/${id}`, 'node'));
    const program = spawn(process.execPath, ['sign-in.mjs'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    const address = await new Promise((resolve) => {
      program.stdout.setEncoding('utf8').on('data', (text) => {
        printed += text;
        const [, url] = /^Open (\S+)$/m.exec(printed) ?? [];
        if (url) resolve(url);
      });
    });
    const ended = new Promise((resolve) => program.once('exit', resolve));
    const visitor = await openPage(browser, { expected: [/favicon/] });
    await visitor.goto(address);
    await prove(visitor, world.person);
    await visitor.getByText('You can close this page.').waitFor();
    assert.equal(await ended, 0);
    assert.match(printed, /Signed in as/);
    assert.ok(world.organizations.some(({ name }) => printed.includes(name)), printed);
    await closePage(visitor);
    for (const commands of texts(await readGuide(operator, `applications/${id}`, 'curl'), 'Terminal')) await shell(`bash -n <<'END'\n${commands}\nEND`);
  });

  it('a machine: calls the Management API and fetches an organization token, whose API lets it in', async (context) => {
    const id = await register('MachineToMachine');
    const roles = expectStatus(await apiClient.GET('/api/roles', { params: { query: { type: 'MachineToMachine' } } }), 200);
    const { id: role } = roles.find(({ name }) => name === MANAGEMENT_ROLE);
    expectStatus(await apiClient.POST('/api/applications/{applicationId}/roles', { params: { path: { applicationId: id } }, body: { roleIds: [role] } }), 201);
    const [{ id: organization }] = world.organizations;
    // What the first page of the list has: other suites have made organizations before.
    const listed = expectStatus(await apiClient.GET('/api/organizations', {}), 200);
    const ids = (organizations) => organizations.map(({ id: found }) => found);

    const [secret, call, token] = texts(await readGuide(operator, `applications/${id}`, 'curl'), 'Terminal');
    assert.deepEqual(ids(JSON.parse(await shell(`${secret}\n${call}`))), ids(listed));
    for (const [framework, command] of [['node', 'node management.mjs'], ['python', 'python3 management.py']]) {
      const files = await readGuide(operator, `applications/${id}`, framework);
      const [export_] = texts(files, 'Terminal');
      assert.ok((await shell(`${export_}\n${command}`, put(framework, files))).includes(listed[0].id), framework);
    }

    const params = { path: { id: organization } };
    expectStatus(await apiClient.POST('/api/organizations/{id}/applications', { params, body: { applicationIds: [id] }, parseAs: 'text' }), 201);
    // The permission that the code asks for. The template of the demonstration has it for its API resource alone.
    const { id: permission } = expectStatus(await apiClient.POST('/api/organization-scopes', { body: { name: 'order:read' } }), 201);
    context.after(async () => expectStatus(await apiClient.DELETE('/api/organization-scopes/{id}', { params: { path: { id: permission } }, parseAs: 'text' }), 204));
    const robotRole = { name: unique('robot '), type: 'MachineToMachine', organizationScopeIds: [permission], resourceScopeIds: [] };
    const robot = expectStatus(await apiClient.POST('/api/organization-roles', { body: robotRole }), 201);
    const given = { params: { path: { id: organization, applicationId: id } }, body: { organizationRoleIds: [robot.id] }, parseAs: 'text' };
    expectStatus(await apiClient.POST('/api/organizations/{id}/applications/{applicationId}/roles', given), 201);
    const fetchToken = `${secret}\n${token.replace('put the id of the organization here', organization)}`;
    const { access_token: bearer, scope } = JSON.parse(await shell(fetchToken));
    assert.ok(bearer, 'there is no organization token');
    assert.ok(scope.split(' ').includes('order:read'), scope);

    const files = await readGuide(operator, `applications/${id}`, 'api-express');
    const baseUrl = await freeAddress();
    const root = put('api', files.map(([file, text]) => [file, text.replace('8080', new URL(baseUrl).port)]));
    await withApi(root, baseUrl, async (ask) => {
      const mine = `/organizations/${organization}/orders`;
      assert.equal(await ask(mine), 401);
      assert.equal(await ask(mine, bearer), 200);
      assert.equal(await ask(`/organizations/${world.organizations[1].id}/orders`, bearer), 401);
    });
  });

  it('an API resource: its API lets in who was given its permission, and nobody else', async (context) => {
    const resource = expectStatus(await apiClient.POST('/api/resources', { body: { name: unique('Shop '), indicator: `https://${unique('shop-')}.example` } }), 201);
    context.after(async () => expectStatus(await apiClient.DELETE('/api/resources/{id}', { params: { path: { id: resource.id } }, parseAs: 'text' }), 204));
    const permission = { params: { path: { resourceId: resource.id } }, body: { name: 'shop:read', description: 'Read what the shop sells.' } };
    const scope = expectStatus(await apiClient.POST('/api/resources/{resourceId}/scopes', permission), 201);
    const role = expectStatus(await apiClient.POST('/api/roles', { body: { name: unique('shop '), description: 'May read the shop.', type: 'MachineToMachine', scopeIds: [scope.id] } }), 200);
    context.after(async () => expectStatus(await apiClient.DELETE('/api/roles/{id}', { params: { path: { id: role.id } }, parseAs: 'text' }), 204));

    const files = await readGuide(operator, `api-resources/${resource.id}`, 'express');
    const ask = texts(files, 'Terminal').find((commands) => commands.includes('client_credentials'));
    // Two machines: one is given the role.
    const tokens = [];
    for (const isGiven of [true, false]) {
      const id = await register('MachineToMachine');
      if (isGiven) expectStatus(await apiClient.POST('/api/applications/{applicationId}/roles', { params: { path: { applicationId: id } }, body: { roleIds: [role.id] } }), 201);
      const [secret] = texts(await readGuide(operator, `applications/${id}`, 'curl'), 'Terminal');
      const login = `${secret}\nCLIENT_ID='${id}' CLIENT_SECRET="$GUILDHALL_CLIENT_SECRET"`;
      tokens.push(await shell(`${login}\n${ask}\nprintf %s "$TOKEN"`));
    }
    const baseUrl = await freeAddress();
    const root = put('api-resource', files.map(([file, text]) => [file, text.replace('8080', new URL(baseUrl).port)]));
    await withApi(root, baseUrl, async (asked) => {
      assert.equal(await asked('/orders'), 401);
      assert.equal(await asked('/orders', tokens[0]), 200);
      assert.equal(await asked('/orders', tokens[1]), 403);
    });
  });

  it('every command parses, and every package is one that these suites use', async () => {
    const { dependencies } = (await import('../package.json', { with: { type: 'json' } })).default;
    const ids = Object.fromEntries(await Promise.all(['SPA', 'Traditional', 'Native', 'MachineToMachine'].map(async (type) => [type, await register(type)])));
    for (const id of Object.values(ids)) {
      await operator.page.goto(`${endpoint}/console/applications/${id}/guide`);
      const links = await operator.page.locator('.guide-link').evaluateAll((all) => all.map((link) => new URL(link.href).searchParams.get('framework')));
      for (const framework of links) {
        const files = await readGuide(operator, `applications/${id}`, framework);
        for (const commands of texts(files, 'Terminal')) {
          await shell(`bash -n <<'END'\n${commands}\nEND`);
          for (const [, name, major] of commands.matchAll(/ (@?[\w/-]+)@(\d+)/g)) {
            if (name !== 'jose') assert.equal(dependencies[name]?.split('.')[0], major, `${framework}: ${name}`);
          }
        }
      }
    }
  });
});
