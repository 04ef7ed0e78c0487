// Where the server is, and who this application is there: read when it is asked for, so that a build knows nothing of it.

import { scopes } from '../../shared/scopes.js';

export const settings = () => JSON.parse(process.env.APP_CONFIG);

export const logto = () => {
  const { endpoint, appId, appSecret, baseUrl, resource, ordersApi } = settings();
  return {
    endpoint,
    appId,
    appSecret,
    baseUrl,
    cookieSecret: 'thirty-two characters for tests!',
    cookieSecure: false,
    scopes,
    resources: [resource, ordersApi],
  };
};
