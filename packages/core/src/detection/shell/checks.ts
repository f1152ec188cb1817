import type { Check, Checks } from './invocation.ts';
import { CLOUD_CHECKS } from './rules/cloud.ts';
import { MORE_CONTROL_CHECKS } from './rules/control.ts';
import { COPY_CHECKS } from './rules/copy.ts';
import { DATABASE_CHECKS } from './rules/databases.ts';
import { DELIVERY_CHECKS } from './rules/delivery.ts';
import { DISK_CHECKS } from './rules/disks.ts';
import { DOCKER_CHECKS } from './rules/docker.ts';
import { EDITOR_CHECKS } from './rules/editors.ts';
import { FIND_CHECKS } from './rules/find.ts';
import { FOLDER_CHECKS } from './rules/folders.ts';
import { GIT_CHECKS } from './rules/git.ts';
import { INFRASTRUCTURE_CHECKS } from './rules/infrastructure.ts';
import { INTERPRETER_CHECKS } from './rules/interpreters.ts';
import { KUBERNETES_CHECKS } from './rules/kubernetes.ts';
import { checkDownloadedProgram, NETWORK_CHECKS } from './rules/network.ts';
import { OUTPUT_CHECKS } from './rules/output.ts';
import { PACKAGE_CHECKS } from './rules/packages.ts';
import { PERMISSION_CHECKS } from './rules/permissions.ts';
import { REMOVE_CHECKS } from './rules/remove.ts';
import { SECRET_STORE_CHECKS } from './rules/secret-stores.ts';
import { SERVICE_CHECKS } from './rules/services.ts';
import { SESSION_CHECKS } from './rules/sessions.ts';
import { SHELL_CHECKS } from './rules/shells.ts';
import { checkUnknownProgram, SYSTEM_CHECKS } from './rules/system.ts';
import { TAMPERING_CHECKS } from './rules/tampering.ts';
import { TRAFFIC_CHECKS } from './rules/traffic.ts';
import { checkRemovingCmdlet, isRemovingCmdlet, WINDOWS_CHECKS } from './rules/windows.ts';
import { WRAPPER_CHECKS } from './rules/wrappers.ts';
import { XARGS_CHECKS } from './rules/xargs.ts';

const TABLES: readonly Checks[] = [
  TAMPERING_CHECKS,
  MORE_CONTROL_CHECKS,
  FOLDER_CHECKS,
  OUTPUT_CHECKS,
  NETWORK_CHECKS,
  WRAPPER_CHECKS,
  SHELL_CHECKS,
  XARGS_CHECKS,
  FIND_CHECKS,
  INTERPRETER_CHECKS,
  EDITOR_CHECKS,
  SESSION_CHECKS,
  REMOVE_CHECKS,
  COPY_CHECKS,
  PERMISSION_CHECKS,
  DISK_CHECKS,
  SYSTEM_CHECKS,
  WINDOWS_CHECKS,
  GIT_CHECKS,
  CLOUD_CHECKS,
  DELIVERY_CHECKS,
  INFRASTRUCTURE_CHECKS,
  SECRET_STORE_CHECKS,
  SERVICE_CHECKS,
  TRAFFIC_CHECKS,
  DOCKER_CHECKS,
  KUBERNETES_CHECKS,
  PACKAGE_CHECKS,
  DATABASE_CHECKS,
];

const BY_PROGRAM = new Map<string, Check[]>();
for (const table of TABLES) {
  for (const [program, check] of Object.entries(table)) {
    const list = BY_PROGRAM.get(program);
    if (list === undefined) BY_PROGRAM.set(program, [checkDownloadedProgram, check]);
    else list.push(check);
  }
}

const ANY: readonly Check[] = [checkDownloadedProgram, checkUnknownProgram];
const REMOVING: readonly Check[] = [checkDownloadedProgram, checkRemovingCmdlet];

/** The checks of a program; `python3.12` is `python3`. */
export function checksFor(program: string): readonly Check[] {
  const checks = BY_PROGRAM.get(program);
  if (checks !== undefined) return checks;
  if (program.includes('-') && isRemovingCmdlet(program)) return REMOVING;
  const version = /^([a-z][a-z-]*\d?)[.\d-]+$/.exec(program)?.[1];
  return (version === undefined ? undefined : BY_PROGRAM.get(version)) ?? ANY;
}
