import { withLogto } from '@logto/express';
import { Router } from 'express';

/** Reads an organization through the gateway, with the organization token of whoever is signed in. */
export const organizations = (logto) =>
  Router().get('/:id', withLogto({ ...logto, getOrganizationToken: true }), async ({ params, user }, response) => {
    const token = user.organizationTokens?.[params.id];
    if (!token) return response.sendStatus(404);
    const answer = await fetch(`__GATEWAY__/organizations/${encodeURIComponent(params.id)}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    response.status(answer.status).json(await answer.json());
  });
