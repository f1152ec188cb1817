import { parseOptions, type OptionSpec } from '../options.ts';
import { runBy } from '../run-variables.ts';
import { joinSources } from '../source.ts';
import type { Argument } from '../argument.ts';
import type { Check, Checks, Invocation, Place } from '../invocation.ts';

/** A program that runs the command line behind its own options. */
interface Wrapper extends OptionSpec {
  /** Operands of its own before the command: `timeout 5 cmd` has one. */
  readonly operands?: number;
  /** With one of these options it runs nothing. */
  readonly inert?: readonly string[];
  /** `NAME=value` words may stand before the command. */
  readonly assignments?: boolean;
  readonly place?: Place;
  /** Options whose value a shell runs. */
  readonly shell?: readonly string[];
  /** What is found counts less by this factor. */
  readonly doubt?: number;
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: {
    short: 'ugpCDRTrtU',
    assignments: true,
    inert: ['l', 'list', 'v', 'validate', 'k', 'K', 'V', 'e', 'edit'],
    long: [
      'user',
      'group',
      'prompt',
      'close-from',
      'chdir',
      'chroot',
      'command-timeout',
      'role',
      'type',
      'other-user',
      'host',
    ],
  },
  doas: { short: 'uCa' },
  pkexec: { long: ['user'] },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  runas: {},
  nice: { short: 'n', long: ['adjustment'] },
  ionice: { short: 'cnpPu', long: ['class', 'classdata', 'pid'] },
  nohup: {},
  setsid: {},
  time: { short: 'fo', long: ['format', 'output'] },
  timeout: { short: 'sk', long: ['signal', 'kill-after'], operands: 1 },
  gtimeout: { short: 'sk', long: ['signal', 'kill-after'], operands: 1 },
  stdbuf: { short: 'ioe', long: ['input', 'output', 'error'] },
  unbuffer: {},
  chrt: { short: 'TPD', operands: 1 },
  taskset: { operands: 1 },
  numactl: { short: 'CNmpi', long: ['cpunodebind', 'membind', 'physcpubind', 'interleave'] },
  setarch: { operands: 1 },
  setpriv: { long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set'] },
  unshare: { short: 'SG', long: ['setuid', 'setgid', 'root', 'wd'] },
  fakeroot: { short: 'lisb' },
  fakechroot: {},
  proot: { short: 'rbwq', long: ['rootfs', 'bind', 'cwd'] },
  chroot: { long: ['userspec', 'groups'], operands: 1 },
  command: { inert: ['v', 'V'] },
  builtin: {},
  exec: { short: 'a' },
  busybox: {},
  toybox: {},
  strace: { short: 'aeEoOPsSuUIbp' },
  ltrace: { short: 'aeonpsu' },
  catchsegv: {},
  'dbus-run-session': {},
  'xvfb-run': { short: 'nefsp', long: ['server-num', 'server-args', 'error-file'] },
  firejail: {},
  torsocks: {},
  tsocks: {},
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  caffeinate: { short: 'tw' },
  rlwrap: { short: 'bcCfHlpPsS' },
  'systemd-run': {
    short: 'pMHtEu',
    long: [
      'unit',
      'property',
      'uid',
      'gid',
      'setenv',
      'slice',
      'working-directory',
      'on-calendar',
      'on-active',
    ],
  },
  direnv: { operands: 2 },
  npx: { short: 'pc', long: ['package', 'call'], shell: ['c', 'call'] },
  valgrind: {},
  heaptrack: {},
  cpulimit: { short: 'lep', long: ['limit', 'pid', 'exe'] },
  prlimit: { short: 'p', long: ['pid'] },
  'systemd-inhibit': {},
  chronic: {},
  ifne: {},
  'start-stop-daemon': { short: 'pnuxcdP', long: ['pidfile', 'name', 'user', 'chuid', 'chdir'] },
  daemonize: { short: 'acepluoEL' },
  sshpass: { short: 'pfde' },
  'ssh-agent': { short: 'aEPt' },
  dtach: { short: 'AcnNpr', operands: 0 },
  faketime: { operands: 1 },
  sem: { short: 'jI', long: ['id', 'jobs'] },
  'gnome-terminal': { long: ['title', 'working-directory'] },
  xterm: { short: 'Te', shell: ['e'] },
  pnpx: {},
  bunx: {},
  dotenv: { short: 'e' },
  'cross-env': { assignments: true },
  not: {},
  exist: { operands: 1 },
  start: {},
};

/** Programs whose subcommand (`uv run …`) starts another command. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  uv: ['run'],
  poetry: ['run'],
  pipenv: ['run'],
  pdm: ['run'],
  hatch: ['run'],
  rye: ['run'],
  pixi: ['run'],
  bundle: ['exec'],
  mise: ['exec', 'x'],
  asdf: ['exec'],
  rbenv: ['exec'],
  pyenv: ['exec'],
  nodenv: ['exec'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  npm: ['exec', 'x'],
  bun: ['x'],
  conda: ['run'],
  mamba: ['run'],
  devbox: ['run'],
  doppler: ['run'],
  op: ['run'],
  'aws-vault': ['exec'],
  infisical: ['run'],
  dotenvx: ['run'],
  perf: ['stat', 'record', 'trace'],
  rr: ['record'],
};

function wrapperCheck(spec: Wrapper): Check {
  return (call) => {
    const options = parseOptions(call.args, { ...spec, leading: true });
    if (options.has(...(spec.inert ?? [])) || options.asksHelp) return;
    for (const text of options.values(...(spec.shell ?? []))) call.runText(text);
    let operands = options.operands;
    if (spec.assignments === true) operands = skipAssignments(call, operands);
    operands = operands.slice(spec.operands ?? 0);
    if (operands[0]?.text === '--') operands = operands.slice(1);
    runRest(call, operands, spec);
  };
}

/** The words behind leading `NAME=value` words; values that will be run are followed. */
function skipAssignments(call: Invocation, args: readonly Argument[]): readonly Argument[] {
  let first = 0;
  for (; first < args.length; first++) {
    const argument = args[first];
    const name = /^([A-Za-z_]\w*)=/.exec(argument?.text ?? '')?.[1];
    if (argument === undefined || name === undefined) break;
    const run = runBy(name, argument, call.files);
    if (run !== undefined) call.runText(run);
  }
  return first === 0 ? args : args.slice(first);
}

function runRest(call: Invocation, args: readonly Argument[], spec: Wrapper = {}): void {
  const options = {
    ...(spec.place === undefined ? {} : { place: spec.place }),
    ...(spec.doubt === undefined ? {} : { doubt: spec.doubt }),
  };
  if (args.length > 0) call.run(args, options);
}

/** `env`: options, assignments, a command, or with `-S` a command line in one word. */
function checkEnv(call: Invocation): void {
  const spec = { short: 'uCSPL', long: ['unset', 'chdir', 'split-string'], leading: true };
  const options = parseOptions(call.args, spec);
  for (const line of options.values('S', 'split-string')) call.runText(line);
  const folder = options.value('C', 'chdir');
  if (folder !== undefined) call.moveTo(call.folder);
  runRest(call, skipAssignments(call, options.operands));
}

function runnerCheck(subcommands: readonly string[]): Check {
  return (call) => {
    const options = parseOptions(call.args, { leading: true });
    const [subcommand, ...rest] = options.operands;
    if (subcommand === undefined || !subcommands.includes(subcommand.text)) return;
    const inner = parseOptions(rest, {
      leading: true,
      short: 'pnwe',
      long: ['with', 'python', 'package', 'name', 'env-file', 'group', 'extra', 'call'],
    });
    for (const line of inner.values('call')) call.runText(line);
    // With `-c`, what stands behind it is a line for a shell: `npm exec -c 'cmd'`, `pnpm dlx -c 'cmd'`.
    const isLine = inner.has('c', 'shell-mode') && inner.operands.length > 0;
    if (isLine) call.runText(joinSources(inner.operands));
    else runRest(call, inner.operands);
  };
}

/** PowerShell's `ForEach-Object { … }`: the block's words are a command line. */
function checkBlock(call: Invocation): void {
  const open = call.args.findIndex(
    (argument) => argument.text === '{' || argument.text.startsWith('{'),
  );
  const first = call.args[open];
  if (first === undefined) return;
  runRest(
    call,
    first.text === '{'
      ? call.args.slice(open + 1)
      : [first.with(first.text.slice(1)), ...call.args.slice(open + 1)],
  );
}

/** `set -- rm -rf /`: what `$@` stands for. */
function checkSet(call: Invocation): void {
  const at = call.args.findIndex(({ text }) => text === '--');
  if (at !== -1) call.setVariable('@', joinSources(call.args.slice(at + 1)).text);
}

/** `read x`, `mapfile -t x`: a variable from the input. */
function checkRead(call: Invocation): void {
  const [text] = call.input.texts;
  const { operands } = parseOptions(call.args, { short: 'dinNptuOCc' });
  const [name] = operands;
  if (text !== undefined && name !== undefined && /^[A-Za-z_]\w{0,63}$/.test(name.text))
    call.setVariable(name.text, text.text.trim());
}

/** `export PAGER='cmd'`. */
function checkExport(call: Invocation): void {
  skipAssignments(call, parseOptions(call.args).operands);
}

/** Checks that unwrap `sudo`, `env`, `timeout` and their like. */
export const WRAPPER_CHECKS: Checks = {
  ...Object.fromEntries(Object.entries(WRAPPERS).map(([name, spec]) => [name, wrapperCheck(spec)])),
  ...Object.fromEntries(
    Object.entries(RUNNERS).map(([name, subcommands]) => [name, runnerCheck(subcommands)]),
  ),
  env: checkEnv,
  export: checkExport,
  declare: checkExport,
  set: checkSet,
  unset: (call) => {
    for (const { text } of call.args) if (!text.startsWith('-')) call.setVariable(text, '');
  },
  read: checkRead,
  mapfile: checkRead,
  readarray: checkRead,
  'foreach-object': checkBlock,
  foreach: checkBlock,
  '&': (call) => {
    runRest(call, call.args);
  },
};
