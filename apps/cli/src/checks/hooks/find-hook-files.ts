import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HookForm } from './hook-file.ts';

/** A file in which hooks can be registered. */
export interface FoundHookFile {
  readonly path: string;
  readonly form: HookForm;
  readonly text: string;
}

const FILES: readonly (readonly [form: HookForm, name: string])[] = [
  ['claude', '.claude/settings.json'],
  ['claude', '.claude/settings.local.json'],
  ['claude', '.codex/hooks.json'],
  ['cursor', '.cursor/hooks.json'],
];

const FOLDERS: readonly (readonly [form: HookForm, name: string])[] = [
  ['copilot', '.github/hooks'],
  ['copilot', '.copilot/hooks'],
];

/** The files that there are, of the project and of the person. */
export async function findHookFiles(project: string, home: string): Promise<FoundHookFile[]> {
  const found: FoundHookFile[] = [];
  for (const root of new Set([project, home])) {
    const files = FILES.map(([form, name]) => [form, join(root, name)] as const);
    for (const [form, name] of FOLDERS) {
      const folder = join(root, name);
      const names = await readdir(folder).catch(() => []);
      const own = names.filter((file) => file.endsWith('.json')).sort();
      files.push(...own.map((file) => [form, join(folder, file)] as const));
    }
    for (const [form, path] of files) {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text !== undefined) found.push({ path, form, text });
    }
  }
  return found;
}
