#!/usr/bin/env node
'use strict';
/* global require, __dirname */
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than the module loader. */

// Committed, not built: npm links no command whose file is absent at install.
try {
  require('../dist/main.js');
} catch (error) {
  if (require('node:fs').existsSync(`${__dirname}/../dist/main.js`)) throw error;
  console.error('safeai-mcp-server: dist/ is missing. Build it first: npm run build');
  process.exitCode = 2;
}
