// Reads what `guildhall dev --credentials FILE` wrote and hands the public part of it to the page. The machine application's secret is in
// the same file and stays here.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const file = process.env.GUILDHALL_CREDENTIALS ?? '../../guildhall-data/credentials.json';

function readCredentials() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read (${error.message}). Start the server first: guildhall dev --credentials ${file}`);
  }
}

/** Puts the server's addresses where plain.html names them in its policy. */
const named = ({ endpoint, gateway }) => ({
  name: 'guildhall-addresses',
  transformIndexHtml: (html) => html.replaceAll('__ENDPOINT__', endpoint).replaceAll('__GATEWAY__', new URL(gateway).origin),
});

export default defineConfig(() => {
  const { endpoint, gateway, demo } = readCredentials();
  return {
    plugins: [react(), named({ endpoint, gateway })],
    build: { rollupOptions: { input: ['index.html', 'plain.html'].map((name) => fileURLToPath(new URL(name, import.meta.url))) } },
    define: {
      __GUILDHALL__: JSON.stringify({ endpoint, gateway, appId: demo.app.clientId, organizationId: demo.organizationId }),
    },
    // The redirect URI of the demonstration application is registered for this port.
    server: { port: 5173, strictPort: true },
    preview: { port: 5173, strictPort: true },
  };
});
