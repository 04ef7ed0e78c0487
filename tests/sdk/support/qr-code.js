// What a QR code on a page says, read from its picture as a telephone would.

import assert from 'node:assert/strict';

import jsQR from 'jsqr';

import { credentials } from './environment.js';

/** Large enough for every square to be several points wide. */
const WIDTH = 600;

/** The text of the picture that is shown. */
export async function readQrCode(image) {
  const points = await image.evaluate(async (picture, width) => {
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width, height: width });
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, width);
    context.drawImage(picture, 0, 0, width, width);
    return [...context.getImageData(0, 0, width, width).data];
  }, WIDTH);
  const code = jsQR(Uint8ClampedArray.from(points), WIDTH, WIDTH);
  assert.ok(code, 'the picture is a QR code');
  return code.data;
}

/** Asserts that an address tells an authenticator this secret, for this account here. */
export function assertAuthenticator(address, { secret, label }) {
  const { protocol, host, pathname, searchParams } = new URL(address);
  const issuer = new URL(credentials.endpoint).hostname;
  assert.deepEqual([protocol, host, decodeURIComponent(pathname)], ['otpauth:', 'totp', `/${issuer}:${label}`]);
  assert.deepEqual(Object.fromEntries(searchParams), { secret, period: '30', digits: '6', algorithm: 'SHA1', issuer });
}
