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
  netsh: matching(
    /advfirewall .*state off|^interface (?:set interface .*disable|ip delete|ipv4 delete)|^wlan delete/,
    0.75,
  ),
  schtasks: matching(/(?:^|\s)\/delete(?:\s|$)/, 0.7),
  sc: matching(/^(?:\\\\\S+ )?(?:delete|stop) /, 0.7),
  wevtutil: matching(/^(?:cl|clear-log) /, 0.75),
  takeown: matching(/(?:^|\s)\/r(?:\s|$)/, 0.7),
  taskkill: matching(
    /(?:^|\s)\/im (?:\*|svchost|csrss|wininit|winlogon|lsass|services|explorer)/,
    0.7,
  ),
  fsutil: matching(/deletejournal|setzerodata|file setvaliddata/, 0.75),
  dism: matching(/\/disable-feature|\/remove-/, 0.6),
  'manage-bde': matching(/-off|-forcerecovery|-protectors -delete/, 0.7),
  mountvol: matching(/\/d(?:\s|$)/, 0.7),
  'set-mppreference': matching(/-disable\w+ (?:\$?true|1)|-exclusionpath/, 0.75),
  'stop-service': matching(/./, 0.6),
  'set-service': matching(/disabled/, 0.65),
  'clear-eventlog': matching(/./, 0.75),
  'reset-computermachinepassword': matching(/^/, 0.6),
  'disable-computerrestore': matching(/./, 0.8),
  'invoke-cimmethod': matching(/-methodname (?:delete|win32shutdown)/, 0.7),
  net: matching(/^(?:user|localgroup) .*\/delete/, 0.7),
};

/**
 * Objects of the directory, the hypervisor, the clouds and the databases that PowerShell's `Remove-…`, `Clear-…`
 * and `Uninstall-…` commands take away. `Remove-Variable` and its like touch only the session.
 */
const REMOVES =
  /^(?:remove|clear|uninstall|disable|reset|stop)-(?:az|ad|aws|gc[a-z]|mg|ec2|s3|rds|iam|vm|cluster|dns|dhcp|gpo|sql|dba|pool|storage|virtualdisk|physicaldisk|disk|volume|smbshare|windows|service|localuser|localgroup|computer|mailbox|spo|pnp|team|exchange|sccm|cm[a-z]|website|webapp|iis|certificate|appx|wmi|cim|psdrive|item(?:property)?$|eventlog|netfirewall|netroute|netipaddress|netadapter|bitlocker|hyperv|recoveryservices)/;

/** Whether a command name is one of those. */
export function isRemovingCmdlet(program: string): boolean {
  return REMOVES.test(program);
}

/** `Remove-AzResourceGroup -Name x -Force`. */
export const checkRemovingCmdlet: Check = (call) => {
  const list = texts(call);
  if (list.includes('-whatif') || list.includes('-?') || call.args.length === 0) return;
  call.report(
    'shell-windows-object-remove',
    /^(?:disable|reset|stop)/.test(call.program) ? 0.6 : 0.75,
  );
};
