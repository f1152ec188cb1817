import { normalizePath } from '../target.ts';
import type { Checks, Invocation } from '../invocation.ts';

/** Longer paths are not followed: what is relative to them is unknown. */
const MAX_FOLDER = 512;

/** `cd`: what is relative afterwards lies elsewhere. */
function changeFolder(call: Invocation): void {
  const path = call.args.find(
    (argument) => !/^-[LPe@]+$/.test(argument.text) && argument.text !== '--',
  );
  if (path === undefined) call.moveTo('~');
  else if (path.text === '-') call.moveTo('');
  else {
    const folder = normalizePath(path.text, call.folder);
    call.moveTo(folder.length > MAX_FOLDER ? '$FOLDER' : folder);
  }
}

/** Checks of the builtins that change the working folder. */
export const FOLDER_CHECKS: Checks = {
  cd: changeFolder,
  chdir: changeFolder,
  pushd: changeFolder,
  'set-location': changeFolder,
};
