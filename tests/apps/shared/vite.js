// What the applications that Vite builds have in common: where the server is, and who they are there, comes from the environment.

import { fileURLToPath } from 'node:url';

const { APP_CONFIG } = process.env;

/** The configuration of the application in the folder of the module at `url`. */
export const application = (url, plugins = []) => {
  if (!APP_CONFIG) throw new Error('APP_CONFIG is not set: run these applications with `cargo xtask test --only apps`');
  return {
    root: fileURLToPath(new URL('.', url)),
    plugins,
    logLevel: 'warn',
    define: { __CONFIG__: APP_CONFIG },
  };
};
