import type { Argument } from './argument.ts';

/** What a path names, as far as losing it matters. */
export type TargetKind =
  | 'root'
  | 'system'
  | 'home'
  | 'home_below'
  | 'absolute'
  | 'current'
  | 'parent'
  | 'variable'
  | 'relative'
  | 'repository'
  | 'temporary_root'
  | 'temporary'
  | 'regenerable'
  | 'device';

const TEMPORARY = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm|var\/folders)(?:\/|$)/;
const SYSTEM =
  /^\/(?:bin|boot|dev|etc|home|lib|lib32|lib64|libx32|lost\+found|media|mnt|nix|opt|proc|root|run|sbin|snap|srv|sys|usr|var|Applications|Library|System|Users|Volumes|private|cores)(?:\/[^/]*)?\/?$/;
const SYSTEM_DEEP =
  /^\/(?:bin|boot|dev|etc|lib|lib32|lib64|proc|root|sbin|sys|usr|var\/(?:lib|log|spool|cache|www)|System|Library)\//;
const WINDOWS_ROOT =
  /^[a-z]:[\\/]*(?:\*(?:\.\*)?|users|windows|program files(?: \(x86\))?|programdata)?[\\/]*$/i;
const WINDOWS = /^(?:[a-z]:[\\/]|\\\\|%[a-z]+%|\$env:)/i;

/** Build output and caches that the tools which made them make again. */
const REGENERABLE =
  /^(?:node_modules|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.venv|venv|\.next|\.nuxt|\.svelte-kit|\.turbo|\.parcel-cache|\.nyc_output|\.angular|\.gradle|\.terraform|htmlcov|cmake-build-[\w-]+|[\w.-]+\.egg-info|[\w*.-]+\.pyc)$/;
const REGENERABLE_HERE =
  /^(?:build|dist|out|target|coverage|tmp|temp|\.cache|\.tmp|obj|storybook-static|_site|\.build|DerivedData)$/;

const TEMPORARY_VARIABLE = /^\$\{?(?:TMPDIR|TMP|TEMP|RUNNER_TEMP)\}?(?=\/|$)/;
const HOME_VARIABLE = /^(?:~[\w.-]*|\$\{?(?:HOME|USERPROFILE)\}?)(?=\/|$)/;

/** A path in which nothing is to be resolved. */
const NORMAL = /^\/?[\w$~-][^/]*(?:\/[\w$~-][^/]*)*$/;

/** Joins a path to the folder that it is relative to and resolves `.`, `..` and doubled slashes. */
export function normalizePath(path: string, folder = ''): string {
  if (folder === '' && NORMAL.test(path)) return path;
  const rooted = /^(?:\/|~|\$)/.test(path);
  const full = rooted || folder === '' ? path : `${folder}/${path}`;
  const absolute = full.startsWith('/');
  const parts: string[] = [];
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue;
    const last = parts.at(-1);
    if (part !== '..') parts.push(part);
    else if (last !== undefined && last !== '..' && !last.startsWith('~') && !last.startsWith('$'))
      parts.pop();
    else if (!absolute) parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

/** What an argument names when it is taken as a path. */
export function targetKind(argument: Argument, folder = ''): TargetKind {
  if (folder === '' && argument.known && /^[\w-]+$/.test(argument.text))
    return REGENERABLE.test(argument.text) || REGENERABLE_HERE.test(argument.text)
      ? 'regenerable'
      : 'relative';
  if (WINDOWS_ROOT.test(argument.raw.replace(/^["']|["']$/g, ''))) return 'root';
  if (WINDOWS.test(argument.raw.replace(/^["']/, '')))
    return /^(?:%te?mp%|\$env:te?mp)/i.test(argument.raw) ? 'temporary' : 'absolute';
  if (argument.text.startsWith('$()') && makesTemporary(argument)) return 'temporary';
  return pathKind(argument.text, folder, argument);
}

function pathKind(text: string, folder: string, argument: Argument): TargetKind {
  const path = normalizePath(text, folder);
  // What a variable holds decides where `..` leads.
  if (/\$[^/]*\/(?:.*\/)?\.\./.test(text)) return 'variable';
  if (path === '/' || path === '/*' || path === '/.*') return 'root';
  const home = HOME_VARIABLE.exec(path);
  if (home !== null)
    return /^\/?(?:\*|\.\*)?$/.test(path.slice(home[0].length)) ? 'home' : homeKind(path);
  const temporary = TEMPORARY_VARIABLE.exec(path);
  if (temporary !== null || defaultsToTemporary(path, argument)) {
    return path.includes('..')
      ? 'variable'
      : insideTemporary(path.slice(path.indexOf('/') + 1 || path.length));
  }
  if (/^\$(?:PWD|\{PWD\})(?:\/\*?)?$/.test(path)) return 'current';
  if (path.startsWith('$')) return lastPart(path, REGENERABLE) ? 'regenerable' : 'variable';
  if (path.startsWith('/')) return absoluteKind(path);
  if (path === '' || path === '*' || path === '.*' || path === '.[!.]*')
    return text === '' ? 'variable' : 'current';
  if (path.startsWith('..')) return 'parent';
  if (path === '.git' || path.startsWith('.git/') || path.endsWith('/.git')) return 'repository';
  if (
    lastPart(path, REGENERABLE) ||
    REGENERABLE_HERE.test(path.split('/')[0] ?? '') ||
    lastPart(path, REGENERABLE_HERE)
  )
    return 'regenerable';
  return !argument.known ? 'variable' : 'relative';
}

function absoluteKind(path: string): TargetKind {
  const temporary = TEMPORARY.exec(path);
  if (temporary !== null) return insideTemporary(path.slice(temporary[0].length));
  if (/^\/dev\/[a-z]/.test(path))
    return /^\/dev\/(?:null|zero|stdout|stderr|tty\d*|full|u?random|fd\/\d+)$/.test(path)
      ? 'temporary'
      : 'device';
  if (SYSTEM.test(path) || SYSTEM_DEEP.test(path) || /^\/[^/]*[*?]/.test(path)) return 'system';
  return lastPart(path, REGENERABLE) ? 'regenerable' : 'absolute';
}

function homeKind(path: string): TargetKind {
  return lastPart(path, REGENERABLE) || /^[^/]+\/\.cache\//.test(path)
    ? 'regenerable'
    : 'home_below';
}

function insideTemporary(rest: string): TargetKind {
  return rest === '' || rest === '*' ? 'temporary_root' : 'temporary';
}

function lastPart(path: string, pattern: RegExp): boolean {
  const trimmed = path.replace(/\/\*{1,2}$/, '');
  return pattern.test(trimmed.slice(trimmed.lastIndexOf('/') + 1));
}

function defaultsToTemporary(path: string, argument: Argument): boolean {
  const fallback = argument.expansions.find((expansion) => expansion.at === 0)?.fallback;
  return fallback !== undefined && path.startsWith('$') && TEMPORARY.test(fallback);
}

function makesTemporary(argument: Argument): boolean {
  return argument.expansions[0]?.script?.commands[0]?.words[0]?.value === 'mktemp';
}
