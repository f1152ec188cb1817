import type { ChildServer } from './child-transport.ts';

/** A server at a URL. */
export interface HttpServer {
  readonly url: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** HTTP with SSE, as before revision 2025-03-26; streamable HTTP if absent. */
  readonly isSse?: boolean;
}

/** The server that a firewall stands before. */
export type ServerTarget = ChildServer | HttpServer;

/**
 * What a name for a server is made of when the operator gives none: what is launched, without path, version, `server-` and
 * `mcp-`.
 *
 * @example
 * nameOfCommand('npx', ['-y', '@modelcontextprotocol/server-filesystem@1', '/data']); // 'filesystem'
 */
export function nameOfCommand(command: string, args: readonly string[]): string {
  const launched = [command, ...args].find(
    (word) => !/^-|^\/c$/i.test(word) && !LAUNCHERS.test(lastPart(word)),
  );
  const base = tellingPart(launched ?? '')
    .replace(/@[^@]*$/, '')
    .replace(/^(?:mcp-)?(?:server-)?(?:mcp-)?/, '')
    .replace(/[-_](?:mcp[-_])?server$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return base.slice(0, MAX_NAME) || 'server';
}

/** The last part of a path that says more than `dist/index.js` does. */
function tellingPart(path: string): string {
  const parts = path.split(/[/\\]/).map((part) => part.replace(EXTENSION, ''));
  return parts.findLast((part) => part !== '' && !GENERIC.test(part)) ?? parts.at(-1) ?? '';
}

const EXTENSION = /\.(?:[cm]?[jt]s|py|exe|cmd)$/i;

const GENERIC = /^(?:index|main|server|dist|build|out|lib|src|bin|\.+)$/i;

/** @returns whether a name can stand in `mcp__<name>__<tool>`, and can be told from the tool's there */
export function isServerName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) && !/__|^_|_$/.test(name);
}

const MAX_NAME = 64;

const LAUNCHERS =
  /^(?:npx|node|bunx|bun|deno|uvx|uv|python3?|pipx|docker|podman|cmd|sh|run|exec)(?:\.exe|\.cmd)?$/i;

function lastPart(word: string): string {
  return word.split(/[/\\]/).at(-1) ?? word;
}
