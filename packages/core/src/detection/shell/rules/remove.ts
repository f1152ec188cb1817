import { parseOptions } from '../options.ts';
import { targetKind, type TargetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';

/** How bad it is to lose a whole folder of each kind. */
const RECURSIVE: Readonly<Record<TargetKind, number>> = {
  root: 0.98,
  system: 0.98,
  home: 0.98,
  device: 0.9,
  home_below: 0.85,
  absolute: 0.9,
  current: 0.95,
  parent: 0.9,
  repository: 0.9,
  variable: 0.8,
  relative: 0.6,
  temporary_root: 0.6,
  regenerable: 0,
  temporary: 0,
};
/** How bad it is to lose single files of each kind. */
const SINGLE: Readonly<Record<TargetKind, number>> = {
  root: 0.9,
  system: 0.8,
  home: 0.7,
  device: 0.8,
  home_below: 0,
  absolute: 0,
  current: 0.6,
  parent: 0,
  repository: 0.6,
  variable: 0,
  relative: 0,
  temporary_root: 0,
  regenerable: 0,
  temporary: 0,
};
const KEYS = /(?:^|\/)\.(?:ssh|gnupg|aws|kube|docker|config\/gcloud)(?:\/|$)/;

/** The worst that losing these targets would be, by a table. */
function worst(
  targets: readonly Argument[],
  table: Readonly<Record<TargetKind, number>>,
  call: Invocation,
): number {
  let most = 0;
  for (const target of targets) {
    const kind = targetKind(target, call.folder);
    most = Math.max(most, call.place === 'remote' && kind === 'temporary' ? 0.55 : table[kind]);
    if (KEYS.test(target.text)) most = Math.max(most, 0.8);
  }
  return most;
}

/** `rm`: what it removes decides, and whether it removes folders. */
function checkRm(call: Invocation): void {
  const options = parseOptions(call.args, {
    known: [
      'recursive',
      'force',
      'interactive',
      'verbose',
      'dir',
      'one-file-system',
      'no-preserve-root',
      'preserve-root',
      'help',
      'version',
    ],
  });
  if (options.asksHelp) return;
  if (options.has('r', 'R', 'recursive')) {
    // PowerShell's alias takes its paths from the pipe.
    const piped = options.operands.length === 0 && call.input.piped;
    const confidence = piped ? RECURSIVE.variable : worst(options.operands, RECURSIVE, call);
    if (confidence > 0)
      call.report('shell-rm-recursive', options.has('no-preserve-root') ? 0.98 : confidence);
  } else {
    const confidence = worst(options.operands, SINGLE, call);
    if (confidence > 0) call.report('shell-rm-protected', confidence);
  }
}

/** `rimraf` and its like remove folders without being asked to. */
function checkRimraf(call: Invocation): void {
  const options = parseOptions(call.args);
  const confidence = options.asksHelp ? 0 : worst(options.operands, RECURSIVE, call);
  if (confidence > 0) call.report('shell-rm-recursive', confidence);
}

/** Overwrites files: worse than removing them. Temporary files are fine. */
function checkShred(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'ns',
    long: ['iterations', 'size', 'random-source'],
  });
  if (options.asksHelp) return;
  const confidence = worst(
    options.operands,
    { ...RECURSIVE, relative: 0.8, regenerable: 0.6 },
    call,
  );
  if (confidence > 0) call.report('shell-shred', confidence);
}

function checkTruncate(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'sr', long: ['size', 'reference'] });
  const size = options.value('s', 'size') ?? '';
  // Without either, truncate refuses: `truncate users` is SQL.
  if (size === '' && options.value('r', 'reference') === undefined) return;
  // `-s +5M` only makes a file longer, `-s 5M` mostly makes a new one.
  if (options.asksHelp || /^\s*(?:[+%>]|[1-9])/.test(size)) return;
  const kept = options.operands.filter(
    (operand) => !/\.(?:log|out|err)$/.test(operand.text) || operand.text.startsWith('/etc'),
  );
  const confidence = worst(kept, { ...RECURSIVE, device: 0.9 }, call);
  if (confidence > 0)
    call.report('shell-truncate', confidence === 0.6 ? 0.6 : Math.min(confidence, 0.8));
}

/** Checks of the programs that remove files. */
export const REMOVE_CHECKS: Checks = {
  rm: checkRm,
  grm: checkRm,
  unlink: checkRm,
  rimraf: checkRimraf,
  'rimraf-cli': checkRimraf,
  'del-cli': checkRimraf,
  rmtree: checkRimraf,
  srm: checkShred,
  shred: checkShred,
  wipe: checkShred,
  truncate: checkTruncate,
};

/** Whether these arguments, given to an unknown program, would be a dangerous removal. */
export function looksLikeRemoval(call: Invocation): boolean {
  const options = parseOptions(call.args);
  if (!options.has('r', 'R', 'recursive') || !options.has('f', 'force')) return false;
  return worst(options.operands, RECURSIVE, call) >= 0.9;
}
