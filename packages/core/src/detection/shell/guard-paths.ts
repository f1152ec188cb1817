import { compileGlob } from '../../glob.ts';

/** Files of SafeAI, and of the clients whose hooks call it, by the last parts of their paths. */
const FILES =
  /(?:^|\/)(?:safeai(?:\.[\w-]+)*\.(?:ya?ml|json)|safeai\.mcp\.lock|\.claude\/settings(?:\.local)?\.json|\.cursor\/hooks\.json|\.gemini\/settings\.json|\.codex\/(?:config\.toml|hooks\.json)|\.github\/hooks\/[\w.-]+\.json)$/;
/** The state folder, and policies and plugins in folders of SafeAI's. */
const FOLDERS =
  /(?:^|\/)\.safeai(?:\/|$)|(?:^|\/)\.?safeai\/(?:.*\/)?(?:policies|plugins|keys)(?:\/|$)|^policies\/[\w.-]+\.ya?ml$/;

/** Whether a word could be a part of such a path at all: looked at first, because most cannot. */
export function mayBeGuardPath(word: string): boolean {
  return PARTS.test(word);
}

const PARTS = /safeai|claude|cursor|gemini|codex|hooks|settings|config|polic|plugin|mcp|[*?[{]/i;

/** What a pattern such as `safeai.*` may stand for. */
const NAMES = [
  'safeai.yaml',
  'safeai.yml',
  'safeai.mcp.lock',
  '.safeai',
  '.claude/settings.json',
  '.claude/settings.local.json',
  '.cursor/hooks.json',
];

/**
 * Whether a path (normalised, with forward slashes) names SafeAI's configuration, policies, plugins, keys or
 * lock, or the settings in which a client's hooks are registered. Case does not count, as on the file
 * systems of macOS and Windows. A pattern counts when it names one on purpose: `safeai.*`, not `*`.
 */
export function isGuardPath(path: string): boolean {
  if (path.length > 4096) return false;
  const name = path.toLowerCase().replace(/\/+$/, '');
  if (FILES.test(name) || FOLDERS.test(name)) return true;
  if (!/[*?[{]/.test(name)) return false;
  const pattern = name.replace(/\?|\[[^\]]*\]|\{[^}]*\}/g, '*');
  const last = pattern.slice(pattern.lastIndexOf('/') + 1);
  // At least four literal characters: `*.yaml` names no file in particular.
  if (last.replace(/\*|\.(?:ya?ml|json|lock)$/g, '').length < 4) return false;
  return NAMES.some((known) => {
    const parts = known.split('/').length;
    const tail = pattern.split('/').slice(-parts).join('/');
    return compileGlob(tail)(known);
  });
}
