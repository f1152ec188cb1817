import { isGuardHolder, isGuardPath, mayBeGuardPath } from '../guard-paths.ts';
import { CONTROL_CHECKS } from './control.ts';
import { parseOptions, type OptionSpec } from '../options.ts';
import { normalizePath } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';

/** Which of a program's words name files that it writes, removes or changes. */
interface Writer extends OptionSpec {
  readonly which: 'all' | 'last';
  /** It takes whole folders along. */
  readonly folders?: boolean;
  /** It writes only with one of these options. */
  readonly needs?: readonly string[];
  /** Options whose value is a file that it writes. */
  readonly output?: readonly string[];
}

const COPY: Writer = {
  which: 'last',
  short: 'tSgmo',
  long: ['target-directory', 'suffix', 'mode', 'owner'],
  output: ['t', 'target-directory'],
};
const EDITOR: Writer = { which: 'all', short: 'cu' };
const REMOVER: Writer = { which: 'all', short: 'ns', folders: true };

const WRITERS: Readonly<Record<string, Writer>> = {
  rm: REMOVER,
  unlink: REMOVER,
  rmdir: REMOVER,
  shred: REMOVER,
  truncate: REMOVER,
  del: REMOVER,
  erase: REMOVER,
  rd: REMOVER,
  'remove-item': REMOVER,
  'set-content': REMOVER,
  'add-content': REMOVER,
  'clear-content': REMOVER,
  'out-file': REMOVER,
  'move-item': REMOVER,
  'rename-item': REMOVER,
  mv: { ...COPY, which: 'all', folders: true },
  move: REMOVER,
  ren: REMOVER,
  rename: REMOVER,
  cp: COPY,
  install: COPY,
  // What is written to the link is written to the file.
  ln: { ...COPY, which: 'all', folders: true },
  link: { which: 'all' },
  mklink: { which: 'all' },
  mount: { which: 'all', short: 'oOtTLU', folders: true },
  bindfs: { which: 'all', folders: true },
  scp: COPY,
  rsync: { which: 'last', short: 'eBTMf' },
  copy: COPY,
  'copy-item': COPY,
  tee: { which: 'all' },
  sponge: { which: 'all' },
  touch: { which: 'all', short: 'dtr' },
  chmod: { which: 'all' },
  chown: { which: 'all' },
  chgrp: { which: 'all' },
  chattr: { which: 'all' },
  attrib: { which: 'all' },
  icacls: { which: 'all', folders: true },
  takeown: { which: 'all' },
  setfattr: { which: 'all', short: 'nvx' },
  chcon: { which: 'all' },
  sd: { which: 'all' },
  rpl: { which: 'all' },
  crudini: { which: 'all' },
  dasel: { which: 'all', short: 'fprtvw', output: ['f', 'file'] },
  unzip: { which: 'all', short: 'dxP', output: ['d'], folders: true },
  '7z': { which: 'all' },
  cpio: { which: 'all', short: 'DF', output: ['D'] },
  gunzip: { which: 'all' },
  gzip: { which: 'all' },
  'new-item': REMOVER,
  'set-itemproperty': REMOVER,
  'tee-object': REMOVER,
  'expand-archive': REMOVER,
  'export-csv': REMOVER,
  'start-bitstransfer': REMOVER,
  certutil: { which: 'all' },
  xcopy: COPY,
  robocopy: { which: 'all' },
  replace: { which: 'all' },
  setfacl: { which: 'all', short: 'mx' },
  sed: { which: 'all', short: 'ef', needs: ['i', 'in-place'] },
  gsed: { which: 'all', short: 'ef', needs: ['i', 'in-place'] },
  perl: { which: 'all', short: 'e', needs: ['i', 'pi'] },
  ruby: { which: 'all', short: 'e', needs: ['i', 'pi'] },
  yq: { which: 'all', needs: ['i', 'inplace', 'in-place'] },
  awk: { which: 'all', short: 'vF', needs: ['i', 'inplace'] },
  gawk: { which: 'all', short: 'vF', needs: ['i', 'inplace'] },
  patch: { which: 'all', short: 'ipd', output: ['o', 'output'] },
  ed: EDITOR,
  ex: EDITOR,
  vi: EDITOR,
  vim: EDITOR,
  nvim: EDITOR,
  nano: EDITOR,
  emacs: EDITOR,
  curl: {
    which: 'all',
    short: 'oHdXuATF',
    long: ['output'],
    needs: ['never'],
    output: ['o', 'output'],
  },
  wget: {
    which: 'all',
    short: 'OoP',
    long: ['output-document'],
    needs: ['never'],
    output: ['O', 'output-document'],
  },
};

/** Options such as `-i.bak`, which carry a suffix. */
function hasInPlace(call: Invocation, needs: readonly string[]): boolean {
  return call.args.some(({ text }) =>
    needs.some((name) =>
      name.length === 1
        ? new RegExp(`^-[a-zA-Z]*${name}`).test(text)
        : text.startsWith(`--${name}`) || text === `-${name}`,
    ),
  );
}

function writerCheck(spec: Writer): Check {
  return (call) => {
    if (
      !mayBeGuardPath(call.folder) &&
      !call.args.some(({ text, raw }) => mayBeGuardPath(text) || mayBeGuardPath(raw))
    )
      return;
    const options = parseOptions(call.args, spec);
    const outputs = options.values(...(spec.output ?? [])).map(({ text }) => text);
    let paths = options.operands.map(asPath);
    if (spec.which === 'last')
      paths = outputs.length > 0 || paths.length < 2 ? [] : paths.slice(-1);
    if (spec.needs !== undefined && !hasInPlace(call, spec.needs)) paths = [];
    reportGuardPaths(call, [...outputs, ...paths]);
    if (spec.folders === true) reportHolders(call, [...outputs, ...paths]);
    // Into a folder: the file keeps its name there.
    if (spec.which === 'last' && options.operands.length > 1)
      checkIntoFolder(
        call,
        options.operands.map(({ text }) => text),
      );
  };
}

/** A Windows path lost its backslashes when it was read as a shell word. */
function asPath(argument: Argument): string {
  return /\\\w/.test(argument.raw)
    ? argument.raw.replace(/["']/g, '').replaceAll('\\', '/')
    : argument.text;
}

function checkIntoFolder(call: Invocation, paths: readonly string[]): void {
  const folder = paths.at(-1) ?? '';
  if (!/(?:^|\/)(?:\.|\.\.|\.claude|\.cursor|\.gemini)?\/?$/.test(folder)) return;
  const names = paths
    .slice(0, -1)
    .map(
      (path) =>
        `${folder}/${path.replace(/\/+$/, '').slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1)}`,
    );
  reportGuardPaths(call, names);
  reportHolders(call, names);
}

function reportGuardPaths(call: Invocation, paths: readonly string[]): void {
  if (paths.some((path) => isGuardPath(normalizePath(path.replace(/\\/g, '/'), call.folder))))
    call.report('shell-safeai-tampering', 0.95);
}

/** A whole folder that holds guarded files. */
function reportHolders(call: Invocation, paths: readonly string[]): void {
  if (paths.some((path) => isGuardHolder(normalizePath(path.replace(/\\/g, '/'), call.folder))))
    call.report('shell-safeai-tampering', 0.85);
}

/** `tar xf a.tar -C .safeai`, `tar xf a.tar safeai.yaml`: only extraction writes. */
function checkTar(call: Invocation): void {
  const words = call.args.map(({ text }) => text);
  const extracts =
    /^-?[a-zA-Z]*x/.test(words[0] ?? '') ||
    words.some((word) => /^(?:-[a-wy-zA-Z]*x\w*|--extract|--get)$/.test(word));
  if (!extracts) return;
  const paths = words.filter((word) => !word.startsWith('-'));
  reportGuardPaths(call, paths);
  reportHolders(call, paths);
}

/** `dd of=safeai.yaml`. */
function checkDd(call: Invocation): void {
  reportGuardPaths(
    call,
    call.args
      .map(({ text }) => text)
      .filter((text) => text.startsWith('of='))
      .map((text) => text.slice(3)),
  );
}

/** `git checkout -- safeai.yaml`, `git rm .safeai/x`, `git mv`. */
function checkGit(call: Invocation): void {
  const words = call.args.map(({ text }) => text);
  if (
    !words.some((word) =>
      /^(?:checkout|restore|rm|mv|checkout-index|update-index|reset)$/.test(word),
    )
  )
    return;
  const paths = words.filter((word) => !word.startsWith('-'));
  reportGuardPaths(call, paths);
  reportHolders(call, paths);
}

/** `find .safeai -delete`. */
function checkFind(call: Invocation): void {
  const words = call.args.map(({ text }) => text);
  const runs = words.some((word) => /^-(?:exec|ok)(?:dir)?$/.test(word));
  const writes = words.some((word) => /^(?:rm|mv|sed|truncate|shred|chmod)$/.test(word));
  if (!words.includes('-delete') && !(runs && writes)) return;
  const names = words.filter((_, index) => /^-i?name$/.test(words[index - 1] ?? ''));
  reportGuardPaths(call, [...words.filter((word) => !word.startsWith('-')), ...names]);
}

/** Checks of the programs that could change SafeAI's own files. */
export const TAMPERING_CHECKS: Checks = {
  ...Object.fromEntries(Object.entries(WRITERS).map(([name, spec]) => [name, writerCheck(spec)])),
  ...CONTROL_CHECKS,
  dd: checkDd,
  tar: checkTar,
  gtar: checkTar,
  bsdtar: checkTar,
  git: checkGit,
  find: checkFind,
};
