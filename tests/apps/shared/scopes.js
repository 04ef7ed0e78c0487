// What every application asks for. Permissions of organizations and of API resources are asked for by name, like any other scope.

export const scopes = [
  'email',
  'roles',
  'urn:logto:scope:organizations',
  'urn:logto:scope:organization_roles',
  'org:create',
  'org:read',
  'order:read',
  'boats:read',
];
