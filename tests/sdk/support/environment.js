// What the test command hands to these suites: the credentials file that `guildhall dev` wrote, and where the browser and the example are.

import { readFileSync } from 'node:fs';

const required = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these suites with \`cargo xtask test\``);
  return value;
};

/** The JSON of `guildhall dev --credentials FILE`. */
export const credentials = JSON.parse(readFileSync(required('GUILDHALL_CREDENTIALS'), 'utf8'));

/** The same of the server whose accounts people sign in with at the first. */
export const provider = () => JSON.parse(readFileSync(required('GUILDHALL_PROVIDER_CREDENTIALS'), 'utf8'));

/** Where screenshots go. */
export const artifacts = () => required('GUILDHALL_ARTIFACTS');

/** The browser's executable. */
export const chromium = () => required('GUILDHALL_CHROMIUM');

/** The server's executable. */
export const program = () => required('GUILDHALL_PROGRAM');

/** The origin at which the React example is served. */
export const reactOrigin = () => required('GUILDHALL_REACT_ORIGIN');

const demoUser = (username) => {
  const user = credentials.demo.users.find((candidate) => candidate.username === username);
  if (!user) throw new Error(`the credentials name no user ${username}`);
  return user;
};

/** Holds a role with `org:create`. */
export const olivia = () => demoUser('olivia');

/** Is a member without `org:create`. */
export const ben = () => demoUser('ben');

let counter = 0;

/** A name that no other test of this or an earlier run uses. */
export const unique = (prefix) => `${prefix}${Date.now().toString(36)}${(counter += 1)}`;

/** An address that nobody else has, as long as a narrow window is wide and longer: no page may need more room for it. */
export const longAddress = (prefix) => `${unique(prefix)}.at-the-end-of-the-longest-fjord@fjord.example`;
