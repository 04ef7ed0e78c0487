import { fileURLToPath } from 'node:url';

/** The packages are one folder up. */
const root = fileURLToPath(new URL('..', import.meta.url));

export default { turbopack: { root }, outputFileTracingRoot: root };
