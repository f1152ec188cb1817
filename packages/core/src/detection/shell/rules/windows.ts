import { targetKind } from '../target.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';

function texts(call: Invocation): string[] {
  return call.args.map((argument) => argument.text.toLowerCase());
}

/** Whether everything named lies in a temporary or regenerable folder. */
function harmless(call: Invocation): boolean {
  const paths = call.args.filter((argument) => !/^[-/][\w?:]+$/.test(argument.text));
  return (
    paths.length > 0 &&
    paths.every((path) => /^(?:temporary|regenerable)$/.test(targetKind(path, call.folder)))
  );
}

/** `rd /s`, `del /s`: options may be glued (`/s/q`). */
function checkDelete(call: Invocation): void {
  const options = texts(call).filter((text) => /^\/[a-z]/.test(text) && text.length <= 8);
  const recursive = options.some((text) => text.includes('/s'));
  const everything = call.args.some((argument) =>
    /^(?:\*|\*\.\*|[a-z]:\\\*(?:\.\*)?)$/i.test(argument.raw),
  );
  if (recursive && call.args.length > 1 && !harmless(call))
    call.report('shell-windows-delete', 0.9);
  else if (everything && options.length > 0) call.report('shell-windows-delete', 0.7);
}

/** `Remove-Item -Recurse`, under any of its aliases; PowerShell lets parameters be abbreviated. */
function checkRemoveItem(call: Invocation): void {
  const list = texts(call);
  if (list.includes('-whatif')) return;
  const recursive = list.some((text) =>
    /^-r(?:e(?:c(?:u(?:r(?:s(?:e)?)?)?)?)?)?(?::\$?true)?$/.test(text),
  );
  if (!recursive) return;
  const paths = call.args.filter((argument) => !argument.text.startsWith('-'));
  if (
    paths.length > 0 &&
    paths.every((path) => /^(?:temporary|regenerable)$/.test(targetKind(path, call.folder)))
  )
    return;
  call.report('shell-windows-delete', 0.85);
}

function matching(pattern: RegExp, confidence = 0.9): Check {
  return (call) => {
    const text = texts(call).slice(0, 32).join(' ');
    if (pattern.test(text) && !/(?:^|\s)(?:\/\?|-whatif|\/l)(?:\s|$)/.test(text))
      call.report('shell-windows-disk', confidence);
  };
}

/** `format d:`. */
function checkFormat(call: Invocation): void {
  if (call.args.some((argument) => /^[a-z]:[\\/]?$/i.test(argument.raw.replace(/["']/g, ''))))
    call.report('shell-windows-disk', 0.9);
}

/** Checks of the programs and cmdlets of Windows. */
export const WINDOWS_CHECKS: Checks = {
  rd: checkDelete,
  rmdir: checkDelete,
  del: checkDelete,
  erase: checkDelete,
  'remove-item': checkRemoveItem,
  ri: checkRemoveItem,
  format: checkFormat,
  'format-volume': matching(/./),
  'clear-disk': matching(/./),
  'initialize-disk': matching(/./),
  'remove-partition': matching(/./),
  'clear-content': matching(/(?:^|\s)-(?:path )?.*[*]/, 0.7),
  'clear-recyclebin': matching(/-force/, 0.6),
  vssadmin: matching(/^delete shadows|^resize shadowstorage/),
  wbadmin: matching(/^delete /),
  wmic: matching(/^shadowcopy.*delete/),
  bcdedit: matching(/(?:^|\s)\/(?:delete|deletevalue|set)(?:\s|$)/, 0.8),
  reg: matching(/^delete /, 0.7),
  cipher: matching(/(?:^|\s)\/w:/),
  sdelete: matching(/./, 0.8),
  diskpart: matching(/(?:^|\s)\/s(?:\s|$)/, 0.8),
  robocopy: matching(/(?:^|\s)\/(?:mir|purge|move)(?:\s|$)/, 0.7),
  net: matching(/^(?:user|localgroup) .*\/delete/, 0.7),
};
