import { fetchToken } from './management.mjs';

const organization = 'put the id of the organization here';
const token = await fetchToken({ organization_id: organization, scope: 'order:read order:place' });
console.log(token);
