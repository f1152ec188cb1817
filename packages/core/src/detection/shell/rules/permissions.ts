import { parseOptions } from '../options.ts';
import { targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { isSystemFile } from './redirects.ts';

/** Modes that let everyone write, or nobody read. */
const OPEN = /^(?:[0-7]?[0-7][0-7][2367]|0{1,4}|(?:[augo]*[+=][rwxXst]*w[rwxXst]*)|a?[-=]r?w?x?)$/;

function wide(targets: readonly Argument[], folder: string): boolean {
  return targets.some((target) => /^(?:root|system|home)$/.test(targetKind(target, folder)));
}

/** `chmod -R 777 /`, `chmod 666 /etc/passwd`. */
function checkChmod(call: Invocation): void {
  const options = parseOptions(call.args, { known: ['recursive', 'reference'] });
  const modes = call.args.filter(
    (argument) => /^-[rwx]+$/.test(argument.text) && !argument.text.includes('R'),
  );
  const [mode, ...rest] = options.operands;
  const targets = modes.length > 0 ? options.operands : rest;
  const text = modes[0]?.text ?? mode?.text ?? '';
  if (options.asksHelp || targets.length === 0) return;
  const recursive = options.has('R', 'recursive');
  const open = OPEN.test(text) && !/^(?:u|g|ug|gu)?\+/.test(text);
  if (recursive && wide(targets, call.folder))
    call.report('shell-open-permissions', open ? 0.95 : 0.8);
  else if (recursive && open && /^(?:[0-7]?777|0+|a\+.*w.*|o\+.*w.*)$/.test(text)) {
    if (
      targets.some((target) => !/^(?:temporary|regenerable)$/.test(targetKind(target, call.folder)))
    )
      call.report('shell-open-permissions', 0.6);
  } else if (open && targets.some((target) => isSystemFile(target.text) || target.text === '/')) {
    call.report('shell-open-permissions', 0.8);
  } else if (
    /^(?:[2467][0-7]{3}|[ugoa]*\+[rwx]*s[rwx]*)$/.test(text) &&
    targets.some((target) => /\/(?:ba|z|da|k)?sh$/.test(target.text))
  ) {
    call.report('shell-open-permissions', 0.9);
  }
}

/** `chown -R user /`. */
function checkChown(call: Invocation): void {
  const options = parseOptions(call.args, { known: ['recursive'], long: ['from', 'reference'] });
  if (options.asksHelp || !options.has('R', 'recursive')) return;
  if (wide(options.operands.slice(1), call.folder)) call.report('shell-change-owner', 0.9);
}

function checkAcl(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'mxMX' });
  if (options.has('R', 'recursive') && wide(options.operands, call.folder))
    call.report('shell-open-permissions', 0.8);
}

/** `icacls … /grant Everyone:F /T`, `takeown /r`. */
function checkIcacls(call: Invocation): void {
  const text = call.args.map((argument) => argument.text.toLowerCase());
  if (text.some((word) => /^everyone:\(?.*f/.test(word)) && text.includes('/t'))
    call.report('shell-open-permissions', 0.8);
}

/** Checks of the programs that change who may do what with files. */
export const PERMISSION_CHECKS: Checks = {
  chmod: checkChmod,
  chown: checkChown,
  chgrp: checkChown,
  setfacl: checkAcl,
  icacls: checkIcacls,
};
