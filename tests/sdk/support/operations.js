// @ts-check
// Which operations of the Management API a scenario has used through the official client, and which of their answers it has looked at.

import assert from 'node:assert/strict';

import { managementApi } from './management.js';

const { apiClient: client } = managementApi();

/** @type {WeakMap<Response, string>} */
const operationOf = new WeakMap();
/** @type {Set<string>} */
const used = new Set();
/** @type {Set<string>} */
const checked = new Set();

client.use({
  onRequest: ({ request, schemaPath }) => {
    used.add(`${request.method} ${schemaPath}`);
    return undefined;
  },
  onResponse: ({ request, response, schemaPath }) => {
    operationOf.set(response, `${request.method} ${schemaPath}`);
    return undefined;
  },
});

export const apiClient = client;

/**
 * The data of an answer that must have this status. Only an answer that comes through here counts as looked at.
 *
 * @template T
 * @param {{ data?: T, error?: unknown, response: Response }} answer
 * @param {number} status
 * @returns {NonNullable<T>}
 */
export const expectStatus = (answer, status) => {
  const operation = operationOf.get(answer.response);
  assert.ok(operation, 'the answer is not one of this client');
  assert.equal(answer.response.status, status, `${operation}: ${JSON.stringify(answer.error ?? answer.data)}`);
  checked.add(operation);
  return /** @type {NonNullable<T>} */ (answer.data);
};

/**
 * An answer that must be an empty success.
 *
 * @param {{ data?: unknown, error?: unknown, response: Response }} answer
 */
export const expectNothing = (answer) => {
  assert.ok([undefined, '', null].includes(/** @type {any} */ (expectStatus(answer, 204))), 'there is a body');
};

/**
 * An answer that must be the plain word that stands for "no body".
 *
 * @param {{ data?: unknown, error?: unknown, response: Response }} answer
 */
export const expectCreated = (answer) => {
  assert.equal(expectStatus(answer, 201), 'Created');
};

/** Operations used, and those of them whose answers were looked at. */
export const counts = () => ({ used: [...used].sort(), checked: [...checked].sort() });
