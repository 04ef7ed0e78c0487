// The console's own table of pages, which the program tells: whatever looks at every page asks it, so that no new page is forgotten.

import { execFileSync } from 'node:child_process';

import { program } from './environment.js';

/** What nobody looks at by itself: files, the address that leads to the first area, and what other pages show in a frame. */
const WITHIN = [/\/export$/, /^\/console$/, /\/preview$/];

let table;

/** The path of every page that somebody who is signed in can look at, with `{…}` for ids. */
export function consolePages() {
  table ??= execFileSync(program(), ['console-pages'], { encoding: 'utf8' }).trim().split('\n').filter((row) => !WITHIN.some((pattern) => pattern.test(row)));
  return table;
}

const isOf = (row, path) => {
  const [parts, given] = [row.split('/'), path.split('/')];
  return parts.length === given.length && parts.every((part, at) => part === given[at] || (part.startsWith('{') && given[at] !== ''));
};

const ids = (row) => row.split('{').length;

/** The row of the table that an address is of, the one that says most of it; nothing where it is of none. */
export function rowOf(address) {
  const { pathname } = new URL(address, 'http://localhost');
  if (!pathname.startsWith('/console/')) return undefined;
  return consolePages().filter((row) => isOf(row, pathname)).sort((one, other) => ids(one) - ids(other))[0];
}

/** The name of a page's pictures. */
export const nameOf = (row) => row.split('/').filter(Boolean).map((part) => (part.startsWith('{') ? 'one' : part)).join('-');

const looked = new Set();

/** Remembers that somebody looks at a page, where it is what its address alone shows. */
export function rememberLook({ shown }) {
  if (shown?.status() === 200 && shown.request().method() === 'GET') looked.add(rowOf(shown.url()));
}

/** Whether somebody has looked at that page. */
export const isLookedAt = (row) => looked.has(row);

/** The pages that nobody has looked at. */
export const forgottenPages = () => consolePages().filter((row) => !looked.has(row));
