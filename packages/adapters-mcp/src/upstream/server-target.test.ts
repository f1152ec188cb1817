import { expect, test } from '@jest/globals';
import { isServerName, nameOfCommand } from './server-target.ts';

test.each([
  ['npx -y @modelcontextprotocol/server-filesystem /data', 'filesystem'],
  ['npx -y @modelcontextprotocol/server-everything@2026.8.31', 'everything'],
  ['node /opt/servers/server-everything/dist/index.js stdio', 'everything'],
  ['uvx mcp-server-git --repository .', 'git'],
  ['cmd /c npx -y weather-mcp-server', 'weather'],
  ['/usr/local/bin/github-mcp-server stdio', 'github'],
  ['python3 notes_server.py', 'notes'],
  ['npx -y', 'server'],
])('%s is called %s', (command, name) => {
  const [first = '', ...rest] = command.split(' ');
  expect(nameOfCommand(first, rest)).toBe(name);
  expect(isServerName(name)).toBe(true);
});

test.each(['', 'a__b', '_a', 'a_', 'a b', 'é', 'a'.repeat(65), '../x'])(
  '%j is no name for a server',
  (name) => {
    expect(isServerName(name)).toBe(false);
  },
);
