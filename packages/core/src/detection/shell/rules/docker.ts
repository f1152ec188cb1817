import { parseOptions, type Options, type OptionSpec } from '../options.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';
import { reportsWords } from './command-words.ts';

const GLOBAL = {
  short: 'Hlc',
  long: [
    'host',
    'config',
    'context',
    'log-level',
    'tlscacert',
    'tlscert',
    'tlskey',
    'root',
    'runroot',
    'connection',
    'url',
  ],
  leading: true,
};
const RUN: OptionSpec = {
  short: 'vpewuhlamc',
  leading: true,
  long: [
    'volume',
    'mount',
    'publish',
    'env',
    'env-file',
    'workdir',
    'user',
    'hostname',
    'name',
    'network',
    'net',
    'pid',
    'ipc',
    'uts',
    'userns',
    'cap-add',
    'cap-drop',
    'security-opt',
    'device',
    'entrypoint',
    'label',
    'memory',
    'cpus',
    'restart',
    'platform',
    'tmpfs',
    'add-host',
    'volumes-from',
    'ulimit',
    'shm-size',
    'gpus',
    'pull',
    'log-driver',
    'log-opt',
    'dns',
    'ip',
    'link',
    'expose',
    'cidfile',
    'runtime',
    'stop-signal',
    'health-cmd',
    'group-add',
    'cgroupns',
    'cgroup-parent',
    'index',
  ],
};

function checkDocker(call: Invocation): void {
  const { operands } = parseOptions(call.args, GLOBAL);
  const [first, ...afterFirst] = operands;
  if (
    first === undefined ||
    call.args.some((argument, index) => argument.text === '--help' && index < 4)
  )
    return;
  const managed =
    /^(?:container|image|volume|network|builder|buildx|compose|stack|swarm|service|secret|config|node|context|pod|plugin|system|machine)$/.test(
      first.text,
    );
  const verb = managed ? (afterFirst[0]?.text ?? '') : first.text;
  const args = managed ? afterFirst.slice(1) : afterFirst;
  if (first.text === 'compose') checkCompose(call, afterFirst);
  else checkVerb(call, managed ? first.text : 'container', verb, args);
}

function checkVerb(
  call: Invocation,
  object: string,
  verb: string,
  args: readonly Argument[],
): void {
  const options = parseOptions(args);
  const force = options.has('f', 'force');
  if (verb === 'run' || verb === 'create') checkRun(call, args);
  else if (verb === 'exec') checkExec(call, args);
  else if (verb === 'prune') {
    if (!options.has('dry-run'))
      call.report(
        object === 'volume' || options.has('volumes')
          ? 'container-volume-remove'
          : 'container-prune',
        object === 'system' || object === 'volume' ? 0.9 : 0.7,
      );
  } else if (/^(?:stop|kill)$/.test(verb) && takesAll(args)) call.report('container-remove', 0.65);
  else if (object === 'network' && /^(?:rm|remove)$/.test(verb))
    call.report('container-remove', 0.6);
  else if (/^(?:pod|machine)$/.test(object) && /^(?:rm|reset)$/.test(verb))
    call.report('container-remove', 0.75);
  else if (object === 'volume' && /^(?:rm|remove)$/.test(verb))
    call.report('container-volume-remove', 0.85);
  else if (/^(?:rm|rmi|remove)$/.test(verb)) checkRemove(call, object, verb, options);
  else if (object === 'swarm' && verb === 'leave' && force)
    call.report('container-stack-remove', 0.85);
  else if (object === 'system' && verb === 'reset') call.report('container-prune', 0.9);
}

/** `$(docker ps -q)`: whatever runs. */
function takesAll(args: readonly Argument[]): boolean {
  return args.some(({ text }) => text.includes('$()') || /^(?:-a|--all)$/.test(text));
}

function checkRemove(call: Invocation, object: string, verb: string, options: Options): void {
  const force = options.has('f', 'force');
  const volumes = options.has('v', 'volumes');
  // `docker rm $(docker ps -aq)`: all of them.
  const substituted = options.operands.some((operand) => operand.text.includes('$()'));
  if (/^(?:stack|service|secret|config|node)$/.test(object))
    call.report('container-stack-remove', 0.8);
  else if (substituted) call.report('container-remove', 0.6);
  else if (force || volumes) call.report('container-remove', verb === 'rmi' ? 0.7 : 0.75);
}

/** `docker compose down -v`, `docker-compose rm -fv`. */
function checkCompose(call: Invocation, args: readonly Argument[]): void {
  const { operands } = parseOptions(args, {
    short: 'fp',
    long: [
      'file',
      'project-name',
      'profile',
      'env-file',
      'project-directory',
      'ansi',
      'progress',
      'parallel',
    ],
    leading: true,
  });
  const [verb, ...rest] = operands;
  const options = parseOptions(rest, { short: 't', long: ['rmi', 'timeout'] });
  if (options.has('dry-run')) return;
  if (/^(?:down|rm)$/.test(verb?.text ?? '') && options.has('v', 'volumes'))
    call.report('container-volume-remove', 0.85);
  else if (verb?.text === 'down' && options.has('rmi')) call.report('container-remove', 0.6);
  else if (verb?.text === 'rm' && options.has('f', 'force')) call.report('container-remove', 0.6);
  else if (verb?.text === 'exec') checkExec(call, rest);
  else if (verb?.text === 'run') checkRun(call, rest);
}

const HOST_PATH =
  /^(?:\/|\/(?:etc|root|home|boot|proc|sys|dev|usr|bin|sbin|lib|var\/run|run|var\/lib\/docker)\/?)$/;

/** `docker run` with the rights, folders or processes of the host. */
function checkRun(call: Invocation, args: readonly Argument[]): void {
  const options = parseOptions(args, RUN);
  const opened = options.has('privileged') && options.value('privileged') !== 'false';
  const namespaces = ['pid', 'ipc', 'userns', 'uts', 'cgroupns'].some((name) =>
    options.values(name).some(({ text }) => text === 'host'),
  );
  const capabilities = options
    .values('cap-add')
    .some(({ text }) =>
      /^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_READ_SEARCH|SYS_RAWIO|BPF)$/i.test(
        text,
      ),
    );
  const unconfined = options
    .values('security-opt')
    .some(({ text }) => /unconfined|label[:=]disable/.test(text));
  const volumes = options.values('v', 'volume').map(({ text }) => text.split(':')[0] ?? '');
  const mounts = options
    .values('mount')
    .map(({ text }) => /(?:^|,)(?:source|src)=([^,]*)/.exec(text)?.[1] ?? '');
  const folders = [...volumes, ...mounts];
  const socket = folders.some((path) => /(?:docker|containerd|crio|podman)\.sock$/.test(path));
  const device = options
    .values('device')
    .some(({ text }) => /^\/dev\/(?:sd|nvme|vd|xvd|hd|mem|kmem|mapper)/.test(text));
  if (opened || socket || folders.some((path) => HOST_PATH.test(path)) || device)
    call.report('container-host-access', 0.9);
  else if (namespaces || capabilities || unconfined) call.report('container-host-access', 0.8);
  const [, ...command] = options.operands;
  const program = options.values('entrypoint').at(-1);
  const first = call.name;
  const entry = program === undefined ? [] : [first.with(program.text)];
  if (entry.length + command.length > 0)
    call.run([...entry, ...command], { place: 'container', doubt: 0.7 });
}

function checkExec(call: Invocation, args: readonly Argument[]): void {
  const options = parseOptions(args, RUN);
  if (options.has('privileged')) call.report('container-host-access', 0.8);
  const command = options.operands.slice(1);
  if (command.length > 0) call.run(command, { place: 'container' });
}

/** `nsenter -t 1 -m -p sh`: the host's own namespaces. */
function checkNsenter(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'tSGW', long: ['target'], leading: true });
  if (options.asksHelp) return;
  if (options.value('t', 'target') === '1' || options.has('a', 'all'))
    call.report('container-escape', 0.9);
  if (options.operands.length > 0) call.run(options.operands);
}

/** Checks of Docker, Podman and what escapes from them. */
export const DOCKER_CHECKS: Checks = {
  docker: checkDocker,
  podman: checkDocker,
  nerdctl: checkDocker,
  'docker-compose': (call) => {
    checkCompose(call, call.args);
  },
  'podman-compose': (call) => {
    checkCompose(call, call.args);
  },
  nsenter: checkNsenter,
  crictl: reportsWords('container-remove', /^(?:rm|rmi|rmp|stopp)(?: |$)/, 0.7),
  ctr: reportsWords(
    'container-remove',
    /(?:^| )(?:containers?|c|images?|i|snapshots?|namespaces?|ns|tasks?|t|content) (?:delete|del|rm|remove|kill)(?: |$)/,
    0.7,
  ),
  buildah: reportsWords('container-remove', /^(?:rm|rmi|prune)(?: |$)/, 0.65),
  skopeo: reportsWords('container-remove', /^delete(?: |$)/, 0.85),
  crane: reportsWords('container-remove', /^delete(?: |$)/, 0.85),
  regctl: reportsWords('container-remove', /^[\w-]+ (?:delete|rm)(?: |$)/, 0.85),
  oras: reportsWords('container-remove', /^(?:manifest|blob) delete(?: |$)/, 0.85),
};
