#!/usr/bin/env node
'use strict';
/* global require, __dirname */
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than the module loader. */

// To a coding agent every exit code but 2 means that its call may go on.
if (process.argv[2] === 'hook') {
  for (const failure of ['uncaughtException', 'unhandledRejection']) {
    process.once(failure, (error) => {
      console.error(`safeai: ${error instanceof Error ? error.message : 'failed'}`);
      process.exit(2);
    });
  }
}

// Committed, not built: npm links no command whose file is absent at install.
try {
  require('../dist/main.js');
} catch (error) {
  if (require('node:fs').existsSync(`${__dirname}/../dist/main.js`)) throw error;
  console.error('safeai: dist/ is missing. Build it first: npm run build');
  process.exitCode = 2;
}
