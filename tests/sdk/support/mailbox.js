// The development mailbox: what the server would have sent, and settings under which people come in by a code.

import { expectStatus, managementApi } from './management.js';
import { credentials } from './environment.js';

const { endpoint } = credentials;
const { apiClient } = managementApi();

/** The newest message to an address, as its HTML in the mailbox's page. */
async function newestTo(address) {
  const page = await (await fetch(`${endpoint}/demo/mailbox`)).text();
  return page.split('<section').find((section) => section.includes(`to ${address},`));
}

/** The code in the newest message to an address. */
export async function codeTo(address) {
  const message = await newestTo(address);
  const [code] = /\b\d{6}\b/.exec(message.split('<pre')[1]) ?? [];
  if (!code) throw new Error(`the mailbox holds no code for ${address}`);
  return code;
}

/** The link in the newest message to an address. */
export async function linkTo(address) {
  const message = await newestTo(address);
  const [link] = /https?:\/\/[^\s<&]+\/portal\/invitations\/[^\s<"]+/.exec(message.split('<pre')[1]) ?? [];
  if (!link) throw new Error(`the mailbox holds no link for ${address}`);
  return link.replaceAll('&amp;', '&').replaceAll('&#38;', '&');
}

/** Changes the tenant's settings; what is returned changes them back. */
export async function withSettings(body) {
  const before = await expectStatus(await apiClient.GET('/api/sign-in-exp'), 200);
  await expectStatus(await apiClient.PATCH('/api/sign-in-exp', { body }), 200);
  const restored = Object.fromEntries(Object.keys(body).map((member) => [member, before[member]]));
  return async () => {
    await expectStatus(await apiClient.PATCH('/api/sign-in-exp', { body: restored }), 200);
  };
}

const method = (identifier, password, verificationCode) => ({ identifier, password, verificationCode, isPasswordPrimary: password });

/** People come in by an e-mail address: with a code, and with a password if they have one. */
export const byEmail = {
  signIn: { methods: [method('username', true, false), method('email', true, true)] },
  signUp: { identifiers: ['email'], password: false, verify: true },
  forgotPasswordMethods: ['EmailVerificationCode'],
};
