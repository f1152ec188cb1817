#!/usr/bin/env node
'use strict';
/* global require, __dirname */
/* eslint-disable @typescript-eslint/no-require-imports -- CommonJS starts faster than the module loader. */

// Committed, not built: npm links no command whose file is absent at install. In one file it starts several times
// faster than from the many of dist/.
const { existsSync } = require('node:fs');
const built = ['../assets/server/main.mjs', '../dist/main.js'].find((file) =>
  existsSync(`${__dirname}/${file}`),
);
if (built === undefined) {
  console.error('safeai-mcp-server: dist/ is missing. Build it first: npm run build');
  process.exitCode = 2;
} else {
  require(built);
}
