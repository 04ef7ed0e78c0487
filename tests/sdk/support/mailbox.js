// The development mailbox: what the server would have sent, and settings under which people come in by a code.

import { expectStatus, managementApi } from './management.js';
import { credentials } from './environment.js';

const { endpoint } = credentials;
const { apiClient } = managementApi();

/** The newest message to an address or a number, as its HTML in the mailbox's page. Some are sent after the answer to who asked for them. */
async function newestTo(address) {
  const recipient = `to ${address.replace(/^\+/, '')},`;
  for (let tries = 0; tries < 200; tries += 1) {
    const page = await (await fetch(`${endpoint}/demo/mailbox`)).text();
    const found = page.split('<section').find((section) => section.replace('to +', 'to ').includes(recipient));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the mailbox holds nothing for ${address}`);
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

/** The same by a phone number, where codes come before passwords and every new account has one. */
export const byPhone = {
  signIn: { methods: [method('username', true, false), { ...method('phone', true, true), isPasswordPrimary: false }] },
  signUp: { identifiers: ['phone'], password: true, verify: true },
  forgotPasswordMethods: ['PhoneVerificationCode'],
};
