#!/usr/bin/env node
'use strict';
/* global require, __dirname */
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than the module loader. */

const { existsSync } = require('node:fs');
const words = process.argv.slice(2);
const isHook = words[0] === 'hook';
const asksForHelp = words.some((word) => word === '--help' || word === '-h');

// To a coding agent every exit code but 2 means that its call may go on.
if (isHook) {
  for (const failure of ['uncaughtException', 'unhandledRejection']) {
    process.once(failure, (error) => {
      console.error(`safeai: ${error instanceof Error ? error.message : 'failed'}`);
      process.exit(2);
    });
  }
}

// Committed, not built: npm links no command whose file is absent at install. In few files a hook starts several times
// faster than from the many of dist/.
const built = [...(isHook && !asksForHelp ? ['../bundle/main.js'] : []), '../dist/main.js'].find(
  (file) => existsSync(`${__dirname}/${file}`),
);
if (built === undefined) {
  console.error('safeai: dist/ is missing. Build it first: npm run build');
  process.exitCode = 2;
} else {
  require(built);
}
