// With the configuration of an SDK: resources: ['__RESOURCE__'], scopes: ['__PERMISSION__']
const token = await client.getAccessToken('__RESOURCE__');
// The same within an organization, with the permissions that the user has there.
const inside = await client.getAccessToken('__RESOURCE__', organizationId);
