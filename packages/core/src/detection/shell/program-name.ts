import type { Argument } from './argument.ts';

/** A name that is already as it will be returned. */
const PLAIN = /^[a-z0-9_-]+$/;

/**
 * The program that a command's first word names: its base name in lower case (file systems that ignore
 * case run `RM` too), without `.exe`. Expansions that are empty in most shells (`r$@m`) are left out.
 */
export function programName(name: Argument): string {
  let text = name.text;
  if (name.known && !name.quoted && PLAIN.test(text)) return text;
  if (!name.known) text = text.replace(/\$(?:[@*!0-9]|\{[@*0-9]\})/g, '');
  // A backslash separates folders where the word was written with several, or after a drive letter.
  const raw = /^["']?(?:[A-Za-z]:|%[A-Za-z]+%|\.)?\\/.test(name.raw)
    ? name.raw.replace(/["']/g, '')
    : text;
  // `{Remove-Item`: PowerShell needs no blank behind the brace of a block.
  const bare = /^\{[A-Za-z]/.test(raw) ? raw.slice(1) : raw;
  const base = bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
  return base
    .toLowerCase()
    .replace(/^(safeai|cli)@[\w.^~-]{1,32}$/, '$1')
    .replace(/\.(?:exe|cmd|bat|com)$/, '');
}
