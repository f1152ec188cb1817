import { normalizePath } from '../target.ts';
import type { Checks, Invocation } from '../invocation.ts';

/** Longer paths are not followed: what is relative to them is unknown. */
const MAX_FOLDER = 256;
/** Stands for a folder that is not known. */
const UNKNOWN = '$FOLDER';

/** `cd`: what is relative afterwards lies elsewhere. */
function changeFolder(call: Invocation): void {
  const path = call.args.find(
    (argument) => !/^-[LPe@]+$/.test(argument.text) && argument.text !== '--',
  );
  if (path === undefined) call.moveTo('~');
  else if (path.text === '-') call.moveTo('');
  else {
    if (call.folder === UNKNOWN && !/^[/~$]/.test(path.text)) return;
    const folder = normalizePath(path.text, call.folder);
    call.moveTo(folder.length > MAX_FOLDER ? UNKNOWN : folder);
  }
}

/** Checks of the builtins that change the working folder. */
export const FOLDER_CHECKS: Checks = {
  cd: changeFolder,
  chdir: changeFolder,
  pushd: changeFolder,
  'set-location': changeFolder,
};
