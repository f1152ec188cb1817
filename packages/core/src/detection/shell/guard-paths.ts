import { compileGlob } from '../../glob.ts';

/**
 * Files of SafeAI, guards that it set up in a project, files of the clients whose hooks call it, and of those whose MCP
 * servers it stands before.
 */
const FILES =
  /(?:^|\/)(?:safeai(?:\.[\w-]+)*\.(?:ya?ml|json)|safeai\.[\w-]+\.(?:[mc]?[jt]s)|safeai_(?:langchain|crewai|autogen)\.py|safeai\.mcp\.lock|\.claude\/settings(?:\.local)?\.json|\.claude\.json|managed-settings\.json|claude_desktop_config\.json|\.mcp\.json|\.cursor\/(?:hooks|mcp|permissions)\.json|\.vscode\/mcp\.json|\.gemini\/settings\.json|\.codex\/(?:config\.toml|hooks\.json)|\.kiro\/settings\/mcp\.json|\.windsurf\/mcp_config\.json|\.codeium\/windsurf\/mcp_config\.json|\.github\/hooks\/[\w.-]+\.json)$/;
/** The state folder, hooks of clients, and policies and plugins in folders of SafeAI's. */
const FOLDERS =
  /(?:^|\/)\.safeai(?:\/|$)|(?:^|\/)\.claude\/hooks(?:\/|$)|(?:^|\/)\.?safeai\/(?:.*\/)?(?:policies|plugins|keys)(?:\/|$)|(?:^|\/)node_modules\/(?:@[\w.-]+\/)?safeai-plugin(?:-[\w.-]+)?(?:\/|$)|^policies\/[\w.-]+\.ya?ml$/;
/** Folders that hold such files: removing or moving one removes them. */
const HOLDERS = /(?:^|\/)(?:\.claude|\.cursor|\.gemini|\.codex|\.safeai|\.github\/hooks)$/;

/** What a pattern such as `safeai.*` may stand for. */
const NAMES = [
  'safeai.yaml',
  'safeai.yml',
  'safeai.mcp.lock',
  '.safeai',
  '.mcp.json',
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.cursor/hooks.json',
  '.cursor/mcp.json',
].map((name) => ({ name, parts: name.split('/').length }));

/** Fewer literal characters name no file in particular: `*.yaml`, `s*`. */
const MIN_LITERALS = 2;

const PARTS = /safe|claude|cursor|gemini|codex|hooks|settings|config|polic|plugin|mcp|[*?[{\\%$]/i;

/** Whether a word could be a part of such a path at all: looked at first, because most cannot. */
export function mayBeGuardPath(word: string): boolean {
  return PARTS.test(word);
}

/**
 * Whether a path (normalised, with forward slashes) names SafeAI's configuration, policies, plugins, keys or
 * lock, or the settings in which a client's hooks or MCP servers are registered. Case does not count, as on the
 * file systems of macOS and Windows. A pattern counts when it names one on purpose: `saf*.yaml`, not `*.yaml`.
 */
export function isGuardPath(path: string): boolean {
  if (path.length > 4096) return false;
  const name = path.toLowerCase().replace(/\/+$/, '');
  if (FILES.test(name) || FOLDERS.test(name)) return true;
  if (!/[*?[{]/.test(name)) return false;
  const pattern = name
    .slice(-256)
    .replace(/\?|\[[^\]]{0,32}\]|\{[^{}]{0,128}\}/g, '*')
    .split('/');
  return NAMES.some(({ name: known, parts }) => {
    const tail = pattern.slice(-parts).join('/');
    const literals = tail.replace(/[*/]|\.(?:ya?ml|json|lock)$/g, '').length;
    return literals >= MIN_LITERALS && compileGlob(tail)(known);
  });
}

/** Whether a path is a folder with such files in it, and they would go with it. */
export function isGuardHolder(path: string): boolean {
  return path.length <= 4096 && HOLDERS.test(path.toLowerCase().replace(/\/+$/, ''));
}
