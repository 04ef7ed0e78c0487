// The Management API through the official typed client, unchanged, with the credentials of the demonstration's machine application.

import assert from 'node:assert/strict';

import { createManagementApi } from '@logto/api/management';

import { credentials } from './environment.js';

export const managementApi = () =>
  createManagementApi('default', {
    clientId: credentials.managementApi.clientId,
    clientSecret: credentials.managementApi.clientSecret,
    baseUrl: credentials.endpoint,
    apiIndicator: credentials.managementApi.resource,
  });

/** The data of an answer that must be a success with this status. */
export const expectStatus = (answer, status) => {
  assert.equal(answer.response.status, status, `${answer.response.url}: ${JSON.stringify(answer.error ?? answer.data)}`);
  return answer.data;
};

/** The error body of an answer that must be a refusal with this status and code. */
export const expectRefusal = (answer, status, code) => {
  assert.equal(answer.response.status, status, `${answer.response.url}: ${JSON.stringify(answer.error ?? answer.data)}`);
  assert.equal(answer.error.code, code);
  assert.equal(typeof answer.error.message, 'string');
  return answer.error;
};
