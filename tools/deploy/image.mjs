/**
 * Runs the steps of a Dockerfile without a container engine. An image is a bare folder that stands in for the root of
 * a file system: it holds a copy of this machine's /etc, and its programs (/usr) are mounted while something runs.
 * Needs root, Linux and util-linux.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, posix } from 'node:path';

import { parseDockerfile } from './dockerfile.mjs';
import { contextFiles } from './dockerignore.mjs';

/** What programs of this machine need to find a registry, besides what is in a home folder. */
const PASSED_ON = /^(npm_config_|.*_proxy$|node_extra_ca_certs$|ssl_cert_)/i;

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Builds all stages below `folder`.
 *
 * @returns {{root: string, env: Record<string, string>, workdir: string, user: string, volumes: string[],
 *   healthcheck: string[], argv: string[], stopSignal: string}} the last stage, and how it is to be run
 */
export function buildImage({ dockerfile, context, folder }) {
  const stages = parseDockerfile(readFileSync(dockerfile, 'utf8'));
  const built = new Map();
  let image;
  for (const [index, stage] of stages.entries()) {
    image = startImage(join(folder, `stage-${index}`));
    for (const step of stage.steps) take(step, image, { context, built });
    built.set(stage.name, image.root);
  }
  return { ...image, argv: [...image.entrypoint, ...image.command] };
}

function startImage(root) {
  for (const name of ['usr', 'proc', 'dev', 'tmp', 'root', 'var', 'opt', 'npm-cache', 'volume']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    if (existsSync(`/usr/${name}`)) symlinkSync(`usr/${name}`, join(root, name));
  }
  execFileSync('cp', ['-a', '/etc', join(root, 'etc')]);
  return { root, env: { PATH }, workdir: '/', user: '0:0', volumes: [], entrypoint: [] };
}

function take({ instruction, words, flags, text }, image, { context, built }) {
  switch (instruction) {
    case 'WORKDIR':
      image.workdir = posix.resolve(image.workdir, words[0]);
      mkdirSync(join(image.root, image.workdir), { recursive: true });
      break;
    case 'COPY':
      copy(words, flags.from === undefined ? undefined : built.get(flags.from), image, context);
      break;
    case 'RUN':
      runStep(text, image);
      break;
    case 'ENV':
      for (const [, name, value] of text.matchAll(/(\w+)=(\S+)/g)) image.env[name] = value;
      break;
    case 'VOLUME':
      image.volumes.push(...words);
      break;
    case 'USER':
      image.user = words[0];
      break;
    case 'STOPSIGNAL':
      image.stopSignal = words[0];
      break;
    case 'HEALTHCHECK':
      image.healthcheck = words;
      break;
    case 'ENTRYPOINT':
      image.entrypoint = words;
      break;
    case 'CMD':
      image.command = words;
      break;
    case 'EXPOSE':
      image.port = Number(words[0]);
      break;
    default:
      throw new Error(`Dockerfile: ${instruction} is not known here`);
  }
}

/** One source and one destination: a file or folder of another stage, or of the context. */
function copy([source, destination], fromRoot, image, context) {
  const target = join(image.root, posix.resolve(image.workdir, destination));
  if (fromRoot !== undefined) {
    const from = join(fromRoot, source);
    const isInto = destination.endsWith('/') && !statSync(from).isDirectory();
    const to = isInto ? join(target, posix.basename(source)) : target;
    cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    return;
  }
  const ignore = readFileSync(join(context, '.dockerignore'), 'utf8');
  const all = contextFiles(context, ignore);
  const wanted = source === '.' ? all : all.filter((file) => file === source);
  if (wanted.length === 0) throw new Error(`COPY ${source}: .dockerignore leaves nothing of it`);
  for (const file of wanted) {
    const to = source === '.' ? join(target, file) : target;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(context, file), to, { verbatimSymlinks: true });
  }
}

/** As root, with the machine's npm cache and registry: what is in the cache is not fetched. */
function runStep(command, { root, env, workdir }) {
  const npmrc = join(homedir(), '.npmrc');
  if (existsSync(npmrc)) cpSync(npmrc, join(root, 'root/.npmrc'));
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  mkdirSync(cache, { recursive: true });
  const passed = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name));
  const environment = {
    ...Object.fromEntries(passed),
    ...env,
    HOME: '/root',
    npm_config_cache: '/npm-cache',
    npm_config_prefer_offline: 'true',
  };
  const words = inRoot({
    root,
    mounts: [`mount --bind "${cache}" "${root}/npm-cache"`],
    argv: ['env', '-i', '-C', workdir, ...variables(environment), 'sh', '-e', '-c', command],
  });
  try {
    execFileSync(words[0], words.slice(1), { stdio: 'pipe', timeout: 240_000 });
  } catch (error) {
    throw new Error(`RUN ${command} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/**
 * The words of a command that runs another one within a root, in a view of the file system of its own.
 *
 * @param {{root: string, before?: string[], mounts: string[], argv: string[], unshare?: string[]}} options lines of a
 *   shell that mount, `before` and after /usr, /proc and /dev are there
 */
export function inRoot({ root, before = [], mounts, argv, unshare = [] }) {
  const script = [
    'set -e',
    ...before,
    `mount --bind /usr "${root}/usr"`,
    `mount -o remount,bind,ro "${root}/usr"`,
    `mount --rbind /proc "${root}/proc"`,
    `mount --rbind /dev "${root}/dev"`,
    ...mounts,
    `exec chroot "${root}" "$@"`,
  ].join('\n');
  return ['unshare', '--mount', ...unshare, 'sh', '-c', script, 'sh', ...argv];
}

/** Variables as `env` takes them. */
export function variables(environment) {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}
