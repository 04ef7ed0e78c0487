// The first walk through the product, on the page of the console that leads through it.

import { unique } from './environment.js';

/** From the page where nothing is done to the one where everything is. Without scripts the requests are left to be copied. */
export async function walkThrough(visitor, endpoint) {
  const { page } = visitor;
  const [username, password] = [unique('walker'), 'every heron stands on one leg'];
  await visitor.heading('Get started');
  await visitor.look('console-get-started');
  await visitor.press('Create the application');
  await visitor.heading('Your back end');
  if (visitor.hasScript) {
    await visitor.press('Run it here');
    await visitor.reads('GET /api/organizations · 200');
  }
  await visitor.look('console-get-started-machine', { isAnswer: true });
  await visitor.follow('I have copied them');
  await visitor.heading('Get started');
  // A server with a demonstration has a template.
  const template = page.getByRole('button', { name: 'Add permissions and roles' });
  if (await template.isVisible()) {
    await template.click();
    await visitor.reads('The permissions and roles are there.');
  }
  await visitor.fill('Name', 'Heron Shipping');
  await visitor.press('Create organization');
  await visitor.reads('The organization is created.');
  await visitor.fill('Username', username);
  await visitor.fill('E-mail address', `${username}@heron.example`);
  await visitor.fill('Password', password);
  await visitor.press('Create user and invitation');
  await visitor.reads('The invitation is ready.');
  await visitor.look('console-get-started-invited');
  const invitation = await page.getByRole('link', { name: 'Open the invitation' }).getAttribute('href');
  await page.goto(new URL(invitation, endpoint).href);
  await visitor.follow('Sign in');
  await visitor.signIn({ username, password });
  await visitor.press('Accept');
  await page.waitForURL(/\/portal\//);
  await page.goto(`${endpoint}/console/get-started`);
  await visitor.reads('4 of 5 done');
  await visitor.follow('Try an organization token');
  await visitor.heading('Try an organization token');
  if (visitor.hasScript) {
    await visitor.press('Sign in');
    await call(visitor, 403);
    await visitor.look('console-get-started-try', { isAnswer: true });
  }
  await visitor.press(`Make ${username} an administrator`);
  await visitor.reads('The role is given.');
  if (visitor.hasScript) {
    await call(visitor, 201);
    await visitor.look('console-get-started-allowed', { isAnswer: true });
  }
  await visitor.follow('Back to the steps');
  await visitor.reads('5 of 5 done');
  await visitor.look('console-get-started-done');
}

async function call(visitor, status) {
  await visitor.press('Fetch an organization token');
  await visitor.press('Run it here');
  await visitor.reads(`POST /org/organizations · ${status}`);
}
