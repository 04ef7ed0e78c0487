// The Management API through the official typed client, unchanged, with the credentials of the demonstration's machine application.

import assert from 'node:assert/strict';

import { createManagementApi } from '@logto/api/management';

import { credentials } from './environment.js';

/** The client for a server, with the credentials that it wrote. */
export const managementApi = ({ endpoint, managementApi: { clientId, clientSecret, resource } } = credentials) =>
  createManagementApi('default', { clientId, clientSecret, baseUrl: endpoint, apiIndicator: resource });

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

/** Calls of the Management API that must succeed, each with the data of its answer: `manage().post('/api/users', { … })`. */
export const manage = (server = credentials) => {
  const { apiClient } = managementApi(server);
  const call = (method) => async (path, body) => {
    // Some answers are a plain word.
    const { response, data, error } = await apiClient[method](path, { body, parseAs: 'text' });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${JSON.stringify(error)}`);
    return /^[[{]/.test(data ?? '') ? JSON.parse(data) : data;
  };
  return { get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH'), delete: call('DELETE') };
};
