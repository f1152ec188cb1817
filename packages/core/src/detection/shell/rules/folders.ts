import { normalizePath } from '../target.ts';
import type { Checks, Invocation } from '../invocation.ts';

/** `cd`: what is relative afterwards lies elsewhere. */
function changeFolder(call: Invocation): void {
  const path = call.args.find(
    (argument) => !/^-[LPe@]+$/.test(argument.text) && argument.text !== '--',
  );
  if (path === undefined) call.moveTo('~');
  else if (path.text === '-') call.moveTo('');
  else call.moveTo(normalizePath(path.text, call.folder));
}

/** Checks of the builtins that change the working folder. */
export const FOLDER_CHECKS: Checks = {
  cd: changeFolder,
  chdir: changeFolder,
  pushd: changeFolder,
  'set-location': changeFolder,
};
