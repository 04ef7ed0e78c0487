import react from '@vitejs/plugin-react';

import { application } from '../shared/vite.js';

export default application(import.meta.url, [react()]);
