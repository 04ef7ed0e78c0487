// A React application with @logto/react.

import { LogtoProvider } from '@logto/react';
import { createRoot } from 'react-dom/client';

import { scopes } from '../shared/scopes.js';
import { App } from './App.jsx';

const { endpoint, appId, resource, ordersApi } = __CONFIG__;

createRoot(document.getElementById('app')).render(
  <LogtoProvider config={{ endpoint, appId, scopes, resources: [resource, ordersApi] }}>
    <App />
  </LogtoProvider>,
);
