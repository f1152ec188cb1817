import { SHELL_TOOLS } from '../../tool-name.ts';
import type { PolicyRule } from '../rule.ts';
import type { PolicyTemplate } from './template.ts';

const WRITES = ['*write*', '*edit*', '*create_file*', '*delete*', '*move*', '*patch*'];
const FETCHES = ['*fetch*', '*http*', '*browse*', '*navigate*', '*download*', '*curl*'];

/** An absolute path, or one that climbs far; other relative paths stay in the project. */
const POSIX_PATH = '^/|(?:^|/)\\.\\./\\.\\./\\.\\.';
const WINDOWS_PATH = '^[A-Za-z]:[/\\\\]';

const SYSTEM_FOLDERS: readonly (readonly [name: string, folder: string, paths: string])[] = [
  ['etc', '/etc', POSIX_PATH],
  ['usr', '/usr', POSIX_PATH],
  ['bin', '/bin', POSIX_PATH],
  ['sbin', '/sbin', POSIX_PATH],
  ['lib', '/lib', POSIX_PATH],
  ['boot', '/boot', POSIX_PATH],
  ['dev', '/dev', POSIX_PATH],
  ['system', '/System', POSIX_PATH],
  ['windows', 'C:\\Windows', WINDOWS_PATH],
];

/** Where clouds tell a machine its credentials. */
const METADATA = ['169.254.0.0/16', '100.100.100.200/32', 'fd00:ec2::254/128', 'fe80::/10'];
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'];

/** How tools call the file that they write: of MCP and Copilot, of Claude Code and Cursor, of VS Code. */
const PATHS: readonly (readonly [rules: string, parameter: string])[] = [
  ['folder', 'path'],
  ['file', 'file_path'],
  ['named-file', 'filePath'],
];

const systemFolders = PATHS.flatMap(([rules, parameter]) =>
  SYSTEM_FOLDERS.map(([name, folder, paths]): PolicyRule => ({
    name: `coding-agent-${rules}-${name}`,
    boundary: 'action',
    direction: 'request',
    tools: WRITES,
    when: { [`parameters.${parameter}`]: { within: folder, matches: paths } },
    action: 'block',
    locked: true,
    priority: 50,
    controls: ['owasp-llm:LLM06'],
    reason: 'Change of a system folder by {tool}',
  })),
);

/** For agents that write code. */
export const codingAgent: PolicyTemplate = {
  name: 'coding-agent',
  description:
    'For agents that write code: system folders are not written, cloud metadata is not fetched, private ' +
    'networks are after approval (the own machine is free), and once a page or a file has tried to give ' +
    'instructions, shell commands wait for a person. Code is full of names and addresses, so contact data in ' +
    'tool results is reported, not redacted.',
  rules: [
    ...systemFolders,
    {
      name: 'coding-agent-cloud-metadata',
      boundary: 'action',
      direction: 'request',
      tools: FETCHES,
      when: { 'parameters.url': { cidrIn: METADATA } },
      action: 'block',
      locked: true,
      priority: 51,
      controls: ['owasp-llm:LLM06'],
      reason: 'Request of {tool} to a metadata service',
    },
    {
      name: 'coding-agent-private-network',
      boundary: 'action',
      direction: 'request',
      tools: FETCHES,
      when: { 'parameters.url': { cidrIn: PRIVATE } },
      action: 'require_approval',
      locked: true,
      priority: 52,
      controls: ['owasp-llm:LLM06'],
      reason: 'Human approval required for a request of {tool} into a private network',
    },
    {
      name: 'coding-agent-contact-data',
      boundary: 'action',
      direction: 'response',
      dataTags: ['personal.pii.email', 'personal.pii.ip', 'personal.pii.phone'],
      action: 'flag',
      priority: 60,
      reason: 'PII detected in {surface}',
    },
    {
      name: 'coding-agent-tainted-shell',
      boundary: 'action',
      direction: 'request',
      tools: SHELL_TOOLS,
      when: { 'session.tags': { has: 'injection' } },
      action: 'require_approval',
      locked: true,
      priority: 60,
      controls: ['owasp-llm:LLM01'],
      reason: 'Human approval required for {tool}, after a possible prompt injection',
    },
  ],
};
