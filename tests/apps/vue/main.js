// A Vue application with @logto/vue.

import { createLogto } from '@logto/vue';
import { createApp } from 'vue';

import { scopes } from '../shared/scopes.js';
import App from './App.vue';

const { endpoint, appId, resource, ordersApi } = __CONFIG__;

createApp(App).use(createLogto, { endpoint, appId, scopes, resources: [resource, ordersApi] }).mount('#app');
