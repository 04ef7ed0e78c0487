import { UserScope } from '@logto/next';

export const logto = {
  endpoint: '__ENDPOINT__',
  appId: '__APP_ID__',
  appSecret: process.env.GUILDHALL_APP_SECRET,
  baseUrl: '__BASE_URL__',
  cookieSecret: process.env.GUILDHALL_COOKIE_SECRET,
  cookieSecure: '__BASE_URL__'.startsWith('https:'),
  // Organizations, and the permissions within them that this application uses.
  scopes: [UserScope.Organizations, 'org:read'],
};
