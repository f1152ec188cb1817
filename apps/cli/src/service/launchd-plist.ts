import { dirname } from 'node:path';
import { OPEN_FILES, type Service, stopSeconds } from './service.ts';

/** The name of the job. */
export const LABEL = 'com.safeai.proxy';

/** Where a daemon keeps its state, if nothing else is said. */
const DAEMON_STATE = '/usr/local/var/safeai';

/** What a plist may hold here. */
type PlistValue = string | number | boolean | readonly string[] | PlistDictionary;
interface PlistDictionary {
  readonly [key: string]: PlistValue;
}

/** Where a job writes what it says. @param home of its user, for a job of a user's own session */
export function logFile(home: string | undefined): string {
  return `${home ?? ''}/Library/Logs/SafeAI/safeai.log`;
}

/** The state folder of a daemon: launchd makes none. */
export function daemonState({ stateFolder }: Service): string {
  return stateFolder ?? DAEMON_STATE;
}

/**
 * A job of launchd: a daemon where the service has a user, else an agent of the user with this home.
 *
 * Source: launchd.plist(5)
 */
export function launchdPlist(service: Service, home: string): string {
  const { user, node, script, flags } = service;
  const isDaemon = user !== undefined;
  const state = isDaemon && service.stateFolder === undefined ? ['--state-dir', DAEMON_STATE] : [];
  const log = logFile(isDaemon ? undefined : home);
  const files = { NumberOfFiles: OPEN_FILES };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"',
    '  "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<!-- safeai serve writes this file for an installation when asked to install its service. -->',
    '<plist version="1.0">',
    ...dictionary(
      {
        Label: LABEL,
        ProgramArguments: [node, script, 'serve', ...flags.flat(), ...state],
        ...(isDaemon ? { UserName: user } : {}),
        WorkingDirectory: dirname(service.config),
        RunAtLoad: true,
        KeepAlive: { SuccessfulExit: false },
        ThrottleInterval: 5,
        ExitTimeOut: stopSeconds(service),
        Umask: 0o077,
        SoftResourceLimits: files,
        HardResourceLimits: files,
        StandardOutPath: log,
        StandardErrorPath: log,
      },
      '',
    ),
    '</plist>',
    '',
  ].join('\n');
}

function dictionary(content: PlistDictionary, indent: string): string[] {
  const inner = `${indent}  `;
  const lines = Object.entries(content).flatMap(([key, value]) => [
    `${inner}<key>${key}</key>`,
    ...lineOf(value, inner),
  ]);
  return [`${indent}<dict>`, ...lines, `${indent}</dict>`];
}

function lineOf(value: PlistValue, indent: string): string[] {
  if (typeof value === 'string') return [`${indent}<string>${xmlText(value)}</string>`];
  if (typeof value === 'number') return [`${indent}<integer>${value}</integer>`];
  if (typeof value === 'boolean') return [`${indent}<${value ? 'true' : 'false'}/>`];
  if (isList(value)) {
    const items = value.flatMap((item) => lineOf(item, `${indent}  `));
    return [`${indent}<array>`, ...items, `${indent}</array>`];
  }
  return dictionary(value, indent);
}

function isList(value: PlistValue): value is readonly string[] {
  return Array.isArray(value);
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
