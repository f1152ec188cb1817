import { liesIn, OPEN_FILES, pathsOf, type Service, stopSeconds } from './service.ts';
import { systemdArgument, systemdWord } from './systemd-word.ts';

/** Folders that `ProtectHome=true` hides. */
const HOMES = ['/home', '/root', '/run/user'];

/** Folders that `PrivateTmp=true` replaces. */
const TEMPORARY = ['/tmp', '/var/tmp'];

/** What `StateDirectory=` is relative to. */
const STATE_HOME = '/var/lib';

/** A unit of systemd: of the machine where the service has a user, else of a user's own manager. */
export function systemdUnit(service: Service): string {
  const ofMachine = service.user !== undefined;
  return [
    '# `safeai serve --install-service` writes this unit for the paths and flags of an installation.',
    '[Unit]',
    'Description=SafeAI Proxy',
    ...(ofMachine ? ['After=network.target'] : []),
    '',
    '[Service]',
    ...command(service),
    '# Reads the configuration again; a broken one changes nothing. No credential is needed for it.',
    'ExecReload=/bin/kill -HUP $MAINPID',
    'Restart=on-failure',
    'RestartSec=5',
    '# Longer than server.shutdown_seconds: requests in flight are answered first.',
    `TimeoutStopSec=${stopSeconds(service)}`,
    'UMask=0077',
    `LimitNOFILE=${OPEN_FILES}`,
    ...(ofMachine ? machineSettings(service) : []),
    ...SYSTEM_CALLS,
    '',
    '[Install]',
    `WantedBy=${ofMachine ? 'multi-user.target' : 'default.target'}`,
    '',
  ].join('\n');
}

function command({ node, script, flags }: Service): string[] {
  const start = `ExecStart=${systemdWord(node)} ${systemdArgument(script)} serve`;
  return [`${start} \\`, `  ${flags.flat().map(systemdArgument).join(' ')}`];
}

/** A user's own manager may neither change the user nor the view of the file system. */
function machineSettings(service: Service): string[] {
  const paths = pathsOf(service);
  const touches = (folders: readonly string[]) =>
    paths.some((path) => folders.some((folder) => liesIn(path, folder)));
  const capability = service.port > 0 && service.port < 1024 ? 'CAP_NET_BIND_SERVICE' : '';
  return [
    '',
    '# Whom it runs as, and where it writes',
    `User=${service.user ?? ''}`,
    ...stateSettings(service),
    'ProtectSystem=strict',
    `ProtectHome=${touches(HOMES) ? 'read-only' : 'true'}`,
    `PrivateTmp=${touches(TEMPORARY) ? 'false' : 'true'}`,
    '',
    '# What it does not need. Not hidden: /proc, which tells the audit log who else writes to it.',
    `CapabilityBoundingSet=${capability}`,
    `AmbientCapabilities=${capability}`,
    'PrivateDevices=true',
    'ProtectClock=true',
    'ProtectControlGroups=true',
    'ProtectHostname=true',
    'ProtectKernelLogs=true',
    'ProtectKernelModules=true',
    'ProtectKernelTunables=true',
    'RemoveIPC=true',
  ];
}

function stateSettings({ stateFolder, written }: Service): string[] {
  const folder = stateFolder ?? `${STATE_HOME}/safeai`;
  // systemd makes folders below STATE_HOME, and takes a colon there for the end of the name.
  const isMade = folder !== STATE_HOME && liesIn(folder, STATE_HOME) && !folder.includes(':');
  const others = [...new Set(written.filter((path) => !liesIn(path, folder)))];
  const writable = isMade ? others : [folder, ...others];
  return [
    ...(isMade
      ? [
          `StateDirectory=${systemdWord(folder.slice(STATE_HOME.length + 1))}`,
          'StateDirectoryMode=0700',
        ]
      : []),
    ...(writable.length > 0 ? [`ReadWritePaths=${writable.map(systemdWord).join(' ')}`] : []),
  ];
}

/** These hold in a user's own manager too, as nothing it starts may gain privileges. */
const SYSTEM_CALLS = [
  '',
  '# Which system calls it may make. Not MemoryDenyWriteExecute: Node.js compiles to memory.',
  'NoNewPrivileges=true',
  'LockPersonality=true',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
  'RestrictNamespaces=true',
  'RestrictRealtime=true',
  'RestrictSUIDSGID=true',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
];
