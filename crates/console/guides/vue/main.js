import { UserScope, createLogto } from '@logto/vue';
import { createApp } from 'vue';

import App from './App.vue';

const config = {
  endpoint: '__ENDPOINT__',
  appId: '__APP_ID__',
  // Organizations, and the permissions within them that this application uses.
  scopes: [UserScope.Organizations, 'org:read'],
};

createApp(App).use(createLogto, config).mount('#app');
