/** Programs that the checks of deploy/ use: of this machine, else of Debian's packages. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Why something cannot be checked on this machine. */
export class Unavailable extends Error {
  name = 'Unavailable';
}

const run = (command, argv, options) =>
  execFileSync(command, argv, { stdio: 'pipe', encoding: 'utf8', timeout: 120_000, ...options });

/** @throws Unavailable unless the programs are here and this is root's machine, with namespaces of its own */
export function needContainers() {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    throw new Unavailable('only root on Linux may mount and change roots');
  }
  for (const name of ['unshare', 'nsenter', 'setpriv', 'chroot', 'curl']) need(name);
  install('ip', 'iproute2');
  try {
    run('unshare', ['--mount', '--net', 'true']);
  } catch (cause) {
    throw new Unavailable('this machine makes no namespaces', { cause });
  }
}

/** Finds a program. @throws Unavailable */
export function need(name) {
  try {
    return run('sh', ['-c', 'command -v "$1"', 'sh', name]).trim();
  } catch (cause) {
    throw new Unavailable(`${name} is not on this machine`, { cause });
  }
}

/** Finds a program, and installs its package where root may. @throws Unavailable */
export function install(name, debianPackage) {
  try {
    return need(name);
  } catch (error) {
    if (process.getuid?.() !== 0) throw error;
  }
  apt(['install', '-y', '--no-install-recommends', debianPackage]);
  return need(name);
}

/**
 * The nginx of this machine, else Debian's, unpacked into a folder and not installed: an installed one would start.
 *
 * @throws Unavailable
 */
export function nginxProgram(folder) {
  try {
    return need('nginx');
  } catch {
    need('dpkg');
  }
  apt(['download', 'nginx'], folder);
  const [file] = readdirSync(folder).filter((name) => /^nginx_.*\.deb$/.test(name));
  run('dpkg', ['-x', join(folder, file), join(folder, 'nginx')]);
  const path = join(folder, 'nginx/usr/sbin/nginx');
  if (!existsSync(path)) throw new Unavailable("Debian's nginx has no /usr/sbin/nginx");
  return path;
}

/** Asks again with new lists of packages: those of a fresh machine are missing or old. */
function apt(argv, cwd) {
  need('apt-get');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    run('apt-get', argv, { cwd, env });
  } catch {
    try {
      run('apt-get', ['update'], { env });
      run('apt-get', argv, { cwd, env });
    } catch (cause) {
      throw new Unavailable(`apt-get ${argv.join(' ')} fails`, { cause });
    }
  }
}
