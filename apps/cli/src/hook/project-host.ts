import { isAbsolute } from 'node:path';
import type { CliHost } from '../host.ts';

/** Where coding agents name the project that a person has opened; their hooks start wherever the agent has gone since. */
const NAMES = ['CLAUDE_PROJECT_DIR', 'CURSOR_PROJECT_DIR'] as const;

/**
 * The same host at the root of the project: an agent that enters a folder with another safeai.yaml, such as one that it has
 * just fetched, stays under the rules of its project.
 */
export function projectHost(host: CliHost): CliHost {
  const named = NAMES.map((name) => host.env[name]).find((folder = '') => isAbsolute(folder));
  return named === undefined ? host : { ...host, cwd: named };
}
