// Whoever operates the server, in the console.

import { credentials } from './environment.js';

const { console: operator, endpoint } = credentials;

/** The address of a page of the console. */
export const at = (rest) => `${endpoint}/console${rest}`;

/** Signs somebody in, the operator if nobody else, and comes to a page. */
export async function enter(visitor, path, { username, password } = operator) {
  await visitor.page.goto(at(path));
  await visitor.heading('Sign in to the console');
  await visitor.fill('Username', username);
  await visitor.fill('Password', password);
  await visitor.press('Sign in');
  await visitor.page.waitForURL(at(path));
}
