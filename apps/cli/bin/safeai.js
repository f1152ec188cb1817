#!/usr/bin/env node
// Committed, not built: npm links no command whose file is absent at install.
try {
  await import('../dist/main.js');
} catch (error) {
  const isNotBuilt =
    error?.code === 'ERR_MODULE_NOT_FOUND' &&
    error.url === new URL('../dist/main.js', import.meta.url).href;
  if (!isNotBuilt) throw error;
  console.error('safeai: dist/ is missing. Build it first: npm run build');
  process.exitCode = 2;
}
