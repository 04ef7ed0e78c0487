import { LogtoProvider, UserScope } from '@logto/react';
import { createRoot } from 'react-dom/client';

import { App } from './App.jsx';
import { appId, endpoint, permissions } from './guildhall.js';
import './style.css';

const config = {
  endpoint,
  appId,
  // Organization permissions are asked for like any other scope; a token carries those that the user's roles give.
  scopes: [UserScope.Organizations, UserScope.OrganizationRoles, ...permissions],
};

createRoot(document.getElementById('root')).render(
  <LogtoProvider config={config}>
    <App />
  </LogtoProvider>,
);
