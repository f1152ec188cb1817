import type { Environment } from '../environment.ts';
import { isGuardPath } from '../guard-paths.ts';
import type { Reporter } from '../reporter.ts';
import { normalizePath, targetKind } from '../target.ts';
import type { Argument } from '../argument.ts';

const CRITICAL =
  /^\/(?:etc\/(?:passwd|shadow|group|gshadow|sudoers(?:\.d\/.*)?|fstab|ssh\/.*|pam\.d\/.*|ld\.so\.preload|crontab|hosts)|boot\/(?!grub\/grub\.cfg$).*|(?:usr\/)?(?:local\/)?s?bin\/(?!.*local).*|(?:usr\/)?lib(?:32|64|x32)?\/.*|proc\/sys\/kernel\/.*|sys\/(?:firmware|power|kernel\/security)\/.*|System\/.*)$/;
const ESCAPES = /\/(?:release_agent|core_pattern|modprobe|uevent_helper)$/;

/** Files that the system cannot do without, or that decide who may do what. */
export function isSystemFile(path: string): boolean {
  return (
    CRITICAL.test(normalizePath(path)) &&
    !/^\/(?:usr\/local\/|sys\/class\/)/.test(normalizePath(path))
  );
}

/** `cmd > target`: what writing there would destroy. */
export function checkRedirect(
  operator: string,
  target: Argument,
  program: Argument | undefined,
  environment: Environment,
  reporter: Reporter,
): void {
  if (!operator.includes('>') || operator === '<>') {
    return;
  }
  // `>&2` and `>&-` name descriptors.
  if (operator.endsWith('&') && /^(?:\d+|-)$/.test(target.text)) return;
  const report = (rule: string, confidence: number): void => {
    reporter.report(
      rule,
      confidence,
      {
        start: program === undefined ? target.start : Math.min(program.start, target.start),
        end: Math.max(target.end, program?.end ?? 0),
      },
      environment,
    );
  };
  const appends = operator.includes('>>');
  const path = normalizePath(target.text, environment.folder);
  if (/^\/dev\/(?:tcp|udp)\//.test(path)) {
    if (program !== undefined && /^(?:ba|z|da|k)?sh$/.test(program.text))
      report('shell-reverse-shell', 0.9);
    return;
  }
  if (isGuardPath(path)) report('shell-safeai-tampering', 0.95);
  if (path === '/proc/sysrq-trigger') report('shell-sysrq', 0.95);
  else if (ESCAPES.test(path)) report('container-escape', 0.9);
  else if (targetKind(target, environment.folder) === 'device') report('shell-raw-device', 0.95);
  else if (isSystemFile(path)) report('shell-overwrite-system', appends ? 0.7 : 0.8);
}
