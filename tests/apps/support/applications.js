// How each kind of application is built, started and ended. Their output goes to artifacts/app-<folder>.log.

import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { build, preview } from 'vite';

import { artifacts } from '../../sdk/support/environment.js';
import { slug, ways } from '../shared/ways.js';

const START_TIMEOUT_MS = 60_000;
/** Not the server's name: its cookies and the applications' are for different sites. */
const HOST = '127.0.0.1';
const folder = fileURLToPath(new URL('..', import.meta.url));

/** Children end with this process, however that ends. */
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** An address at which nothing listens. */
export async function freeAddress() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, HOST, resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://${HOST}:${port}`;
}

function start(name, parameters, config, cwd) {
  const log = join(artifacts(), `app-${name}.log`);
  const output = openSync(log, 'a');
  const env = { ...process.env, APP_CONFIG: JSON.stringify(config), NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  delete env.NODE_TEST_CONTEXT;
  const child = spawn(process.execPath, parameters, { cwd, env, stdio: ['ignore', output, output] });
  children.add(child);
  const ended = new Promise((resolve) => child.once('exit', resolve)).finally(() => children.delete(child));
  const complain = (what) => new Error(`${name} ${what}; its output:\n${readFileSync(log, 'utf8').slice(-2000)}`);
  return { child, ended, complain };
}

/** Runs a program of Node.js until it ends well, in a folder. */
export async function runProgram(name, parameters, config, cwd = folder) {
  const { ended, complain } = start(name, parameters, config, cwd);
  if ((await ended) !== 0) throw complain('does not build');
}

/** Starts a server of Node.js, and returns what ends it once it answers. */
export async function serveProgram(name, parameters, config, cwd = folder) {
  const { child, ended, complain } = start(name, parameters, config, cwd);
  const deadline = Date.now() + START_TIMEOUT_MS;
  const answers = () => fetch(config.baseUrl).then(({ ok }) => ok, () => false);
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw complain('does not start');
    }
    await pause(50);
  }
  return async () => {
    child.kill();
    await ended;
  };
}

/** An application that Vite builds and serves. */
export const singlePage = (name) => ({
  type: 'SPA',
  hasOrders: true,
  redirectPaths: () => ['/callback'],
  postLogoutRedirectPath: '/',
  async start(config) {
    process.env.APP_CONFIG = JSON.stringify(config);
    const { hostname: host, port } = new URL(config.baseUrl);
    const configFile = join(folder, name, 'vite.config.js');
    await build({ configFile });
    const server = await preview({ configFile, preview: { host, port: Number(port), strictPort: true } });
    return () => server.close();
  },
});

/** The Express server. The SDK's routes are mounted once for each way to sign in. It brings no tokens for an API within an organization. */
export const express = {
  type: 'Traditional',
  hasOrders: false,
  redirectPaths: (config) => Object.keys(ways(config)).map((way) => `/${slug(way)}/sign-in-callback`),
  postLogoutRedirectPath: '',
  start: (config) => serveProgram('express', ['express/server.js'], config),
};

/** The Next.js application, built for production. */
export const next = {
  type: 'Traditional',
  hasOrders: true,
  redirectPaths: () => ['/callback'],
  postLogoutRedirectPath: '',
  async start(config) {
    const program = 'node_modules/next/dist/bin/next';
    const { hostname, port } = new URL(config.baseUrl);
    await runProgram('next', [program, 'build', 'next'], config);
    return serveProgram('next', [program, 'start', 'next', '--hostname', hostname, '--port', port], config);
  },
};
