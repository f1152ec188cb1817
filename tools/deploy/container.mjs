/** Runs an image of image.mjs as `docker run --read-only` would: another user, nothing to write to but its volumes. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { inRoot, variables } from './image.mjs';

const run = promisify(execFile);

/** An address of the container that is not loopback: who asks there comes from there. */
export const ADDRESS = '10.99.0.1';

/**
 * Starts an image in a network of its own.
 *
 * @param {object} image of buildImage
 * @param {{folder: string, files?: Record<string, string>}} options `folder` takes the volumes; `files` are mounted
 *   over paths of the image
 */
export function startContainer(image, { folder, files = {} }) {
  const { root } = image;
  const volumes = mkdtempSync(join(folder, 'volumes-'));
  const mounts = [
    `mount -t tmpfs -o size=64m,mode=1777 tmpfs "${root}/tmp"`,
    ...image.volumes.map((path, index) => {
      const volume = join(volumes, String(index));
      // A new volume begins as a copy of what the image has there.
      execFileSync('cp', ['-a', join(root, path), volume]);
      return `mount --bind "${volume}" "${root}${path}"`;
    }),
    ...Object.entries(files).map(([path, file]) => `mount --bind "${file}" "${root}${path}"`),
    'ip link set lo up',
    `ip address add ${ADDRESS}/32 dev lo`,
  ];
  const words = inRoot({
    root,
    before: [`mount --bind "${root}" "${root}"`, `mount -o remount,bind,ro "${root}"`],
    mounts,
    argv: asUser(image, image.argv),
    unshare: ['--net'],
  });
  const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(child, 'exit');
  const inside = (argv) => ['--target', String(child.pid), '--mount', '--net', '--', ...argv];
  return {
    pid: child.pid,
    volumes,
    said: () => said,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    /** What `docker exec` does. */
    exec: (argv) => run('nsenter', inside(['chroot', root, ...asUser(image, argv)])),
    /** A request from within its network, by curl. */
    request: async (path, { host = '127.0.0.1', headers = {}, body } = {}) => {
      const { stdout } = await run('nsenter', [
        ...['--target', String(child.pid), '--net', '--'],
        ...['curl', '-s', '-m', '20', '-w', '\\n%{http_code}'],
        ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
        ...(body === undefined ? [] : ['-H', 'content-type: application/json', '-d', body]),
        `http://${host}:${image.port}${path}`,
      ]);
      const cut = stdout.lastIndexOf('\n');
      return { status: Number(stdout.slice(cut + 1)), body: stdout.slice(0, cut) };
    },
    /** @returns its exit code, or the signal that ended it */
    stop: async () => {
      child.kill(image.stopSignal);
      const [code, signal] = await ended;
      return code ?? signal;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function asUser({ user, env, workdir }, argv) {
  const [uid, gid] = user.split(':');
  return [
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs'],
    ...['--bounding-set=-all', '--inh-caps=-all'],
    ...['env', '-i', '-C', workdir, ...variables(env), ...argv],
  ];
}
