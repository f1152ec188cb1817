import { parseOptions } from '../options.ts';
import { targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { isSystemFile } from './redirects.ts';

const COPY_OPTIONS = {
  short: 'tSgmo',
  long: ['target-directory', 'suffix', 'mode', 'owner', 'group', 'backup'],
};

/** `mv` into nothing, or of what the system needs. */
function checkMove(call: Invocation): void {
  const options = parseOptions(call.args, COPY_OPTIONS);
  if (options.asksHelp) return;
  const last = options.operands.at(-1);
  if (last?.text === '/dev/null') call.report('shell-move-to-null', 0.9);
  const sources = options.has('t', 'target-directory')
    ? options.operands
    : options.operands.slice(0, -1);
  if (
    sources.some((source) => /^(?:root|system|home|current)$/.test(targetKind(source, call.folder)))
  ) {
    if (sources.some((source) => targetKind(source, call.folder) !== 'current'))
      call.report('shell-rm-protected', 0.7);
  }
  checkDestination(call, last);
}

function checkCopy(call: Invocation): void {
  const options = parseOptions(call.args, COPY_OPTIONS);
  if (options.asksHelp) return;
  const last = options.operands.at(-1);
  if (options.operands.length > 1) checkDestination(call, last);
  if (
    options.operands[0]?.text === '/dev/null' &&
    last !== undefined &&
    targetKind(last, call.folder) !== 'temporary'
  )
    call.report('shell-truncate', 0.6);
}

/** Copies onto a disk or over the system's own files. */
function checkDestination(call: Invocation, destination: Argument | undefined): void {
  if (destination === undefined) return;
  if (targetKind(destination, call.folder) === 'device') call.report('shell-raw-device', 0.9);
  else if (isSystemFile(destination.text)) call.report('shell-overwrite-system', 0.7);
}

function checkTee(call: Invocation): void {
  const options = parseOptions(call.args);
  for (const target of options.operands) {
    if (targetKind(target, call.folder) === 'device') call.report('shell-raw-device', 0.9);
    else if (isSystemFile(target.text)) call.report('shell-overwrite-system', 0.7);
  }
}

const REMOTE_SYSTEM =
  /^[^/]*:\/(?:etc|boot|bin|sbin|lib|lib32|lib64|usr(?!\/local\/|\/share\/nginx)|root\/\.ssh|dev|sys|proc)(?:\/|$)/;

/** `scp file host:/etc/`: another machine's system folders. */
function checkRemoteCopy(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'cFiJloPSXD' });
  if (options.asksHelp || options.operands.length < 2) return;
  const last = options.operands.at(-1);
  if (last !== undefined && REMOTE_SYSTEM.test(last.text))
    call.report('shell-overwrite-system', 0.7);
  else checkDestination(call, last);
}

function checkRsync(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'eBTMf',
    long: [
      'rsh',
      'exclude',
      'include',
      'filter',
      'files-from',
      'rsync-path',
      'temp-dir',
      'log-file',
      'bwlimit',
      'port',
    ],
  });
  if (options.has('n', 'dry-run', 'list-only') || options.asksHelp) return;
  for (const shell of options.values('e', 'rsh', 'rsync-path')) call.runText(shell);
  const last = options.operands.at(-1);
  if (options.operands.length < 2 || last === undefined) return;
  const kind = targetKind(last, call.folder);
  if (
    options.has(
      'del',
      'delete',
      'delete-before',
      'delete-during',
      'delete-after',
      'delete-delay',
      'delete-excluded',
      'remove-source-files',
    )
  ) {
    if (kind !== 'temporary' && kind !== 'regenerable') call.report('shell-rsync-delete', 0.7);
  }
  if (REMOTE_SYSTEM.test(last.text)) call.report('shell-overwrite-system', 0.7);
}

/** `dd of=/dev/sda`. */
function checkDd(call: Invocation): void {
  for (const argument of call.args) {
    if (!argument.text.startsWith('of=')) continue;
    const path = argument.text.slice(3);
    const target = argument.with(path);
    const kind = targetKind(target, call.folder);
    if (kind === 'device') call.report('shell-raw-device', 0.98);
    else if (kind === 'variable') call.report('shell-raw-device', 0.6);
    else if (isSystemFile(path)) call.report('shell-overwrite-system', 0.8);
  }
}

/** `ln -sf /dev/null file`: the file's later content is lost. */
function checkLink(call: Invocation): void {
  const options = parseOptions(call.args, COPY_OPTIONS);
  const last = options.operands.at(-1);
  if (options.has('f', 'force') && last !== undefined && isSystemFile(last.text))
    call.report('shell-overwrite-system', 0.7);
}

/** Checks of the programs that write over files. */
export const COPY_CHECKS: Checks = {
  mv: checkMove,
  gmv: checkMove,
  cp: checkCopy,
  install: checkCopy,
  tee: checkTee,
  scp: checkRemoteCopy,
  sftp: checkRemoteCopy,
  rsync: checkRsync,
  dd: checkDd,
  ln: checkLink,
};
