import { defaultClientConditions, defineConfig } from 'vite';

/** Where a server that is developed against listens: `npx vite` hands on to it what is not a file. */
const SERVER = process.env.SAFEAI_URL ?? 'http://127.0.0.1:8910';

export default defineConfig({
  base: '/dashboard/',
  // Packages of this repository as they are written: no build of theirs is needed first.
  resolve: {
    conditions: ['@safeai/source', ...defaultClientConditions],
    // Another version may lie above, of something that is not in this page.
    dedupe: ['react', 'react-dom'],
  },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // Components for browsers alone say so: here all are.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
    license: { fileName: 'THIRD_PARTY_LICENSES.txt' },
  },
  server: {
    proxy: { '/v1': { target: SERVER, ws: true }, '/.well-known': SERVER },
  },
});
