import { application } from '../shared/vite.js';

export default application(import.meta.url);
