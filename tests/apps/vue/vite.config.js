import vue from '@vitejs/plugin-vue';

import { application } from '../shared/vite.js';

export default application(import.meta.url, [vue()]);
