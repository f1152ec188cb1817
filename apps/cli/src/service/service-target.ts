import { dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';
import { shellWord } from '../output/shell-word.ts';
import { daemonState, LABEL, launchdPlist, logFile } from './launchd-plist.ts';
import { plannedService, DEFAULT_USER } from './planned-service.ts';
import type { ServeOptions } from '../actions/serve.ts';
import type { Service } from './service.ts';
import { systemdUnit } from './systemd-unit.ts';

/** A file that makes a service of `safeai serve`, and what is to be typed then. */
export interface ServiceFile {
  readonly path: string;
  readonly text: string;
  readonly next: readonly string[];
}

/** The file for this machine: of the machine for root, else of the user's own session. */
export async function serviceFile(
  options: ServeOptions & { readonly user?: string },
  host: CliHost,
): Promise<ServiceFile> {
  const { platform, uid } = host.machine;
  if (platform !== 'linux' && platform !== 'darwin') {
    throw new UsageError(
      `--install-service knows Linux with systemd and macOS with launchd, not ${platform}`,
    );
  }
  const isRoot = uid === 0;
  if (!isRoot && options.user !== undefined) {
    throw new UsageError('--user is for root: a service of your own runs as you');
  }
  const user = isRoot ? (options.user ?? DEFAULT_USER) : undefined;
  const service = await plannedService(options, user, host);
  return platform === 'linux' ? systemdFile(service, host) : launchdFile(service, host);
}

function systemdFile(service: Service, { env, machine }: CliHost): ServiceFile {
  const name = 'safeai.service';
  const text = systemdUnit(service);
  const { user } = service;
  if (user === undefined) {
    const named = env.XDG_CONFIG_HOME ?? '';
    // A relative one does not count, by the specification.
    const settings = isAbsolute(named) ? named : join(machine.home, '.config');
    const next = [
      'systemctl --user daemon-reload',
      'systemctl --user enable --now safeai',
      'loginctl enable-linger    # to go on when you log out',
    ];
    return { path: join(settings, 'systemd/user', name), text, next };
  }
  const next = [
    `id ${user} || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin ${user}`,
    'systemctl daemon-reload',
    'systemctl enable --now safeai',
  ];
  return { path: `${machine.root}/etc/systemd/system/${name}`, text, next };
}

function launchdFile(service: Service, { machine }: CliHost): ServiceFile {
  const { root, home, uid } = machine;
  const { user } = service;
  const name = `${LABEL}.plist`;
  const text = launchdPlist(service, home);
  if (user === undefined) {
    const path = join(home, 'Library/LaunchAgents', name);
    const next = [
      `mkdir -p ${shellWord(dirname(logFile(home)))}`,
      `launchctl bootstrap gui/${String(uid)} ${shellWord(path)}`,
    ];
    return { path, text, next };
  }
  const path = `${root}/Library/LaunchDaemons/${name}`;
  const folders = [daemonState(service), dirname(logFile(undefined))].map(shellWord).join(' ');
  const next = [
    `id ${user} || sysadminctl -addUser ${user} -shell /usr/bin/false`,
    `install -d -o ${user} -m 700 ${folders}`,
    `launchctl bootstrap system ${shellWord(path)}`,
  ];
  return { path, text, next };
}
