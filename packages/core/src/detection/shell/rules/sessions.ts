import { decodeEscapes } from '../escapes.ts';
import { parseOptions } from '../options.ts';
import { joinSources } from '../source.ts';
import type { Argument } from '../argument.ts';
import type { Checks, Invocation } from '../invocation.ts';

const TMUX_RUNS =
  /^(?:new(?:-session)?|neww|new-window|splitw|split-window|respawn(?:p|w|-pane|-window)|run(?:-shell)?|if(?:-shell)?|pipep|pipe-pane|popup|display-popup)$/;
const TMUX_ENDS = /^(?:kill-(?:server|session|window|pane)|killp|killw)$/;

/** `tmux new -d 'cmd'`, `tmux send-keys 'cmd' Enter`, several of them behind `\;`. */
function checkTmux(call: Invocation): void {
  const { operands } = parseOptions(call.args, { short: 'cfLST', leading: true });
  let from = 0;
  for (let index = 0; index <= operands.length; index++) {
    if (index < operands.length && operands[index]?.text !== ';') continue;
    runTmuxCommand(call, operands.slice(from, index));
    from = index + 1;
  }
}

function runTmuxCommand(call: Invocation, [verb, ...args]: readonly Argument[]): void {
  if (verb === undefined) return;
  const spec = { short: 'ceFlnNpstTxyhw', leading: true };
  if (TMUX_RUNS.test(verb.text)) {
    const { operands } = parseOptions(args, spec);
    if (verb.text.startsWith('if')) for (const operand of operands) call.runText(operand);
    else if (operands.length > 0) call.runText(joinSources(operands));
  } else if (/^send(?:-keys)?$/.test(verb.text)) {
    const { operands } = parseOptions(args, { short: 'tN' });
    const typed = operands.filter(
      ({ text }) => !/^(?:Enter|KPEnter|C-\w|Space|Tab|Escape)$/.test(text),
    );
    if (typed.length > 0) call.runText(joinSources(typed));
  } else if (TMUX_ENDS.test(verb.text) && verb.text === 'kill-server')
    call.report('shell-kill-all', 0.5);
}

/** `screen -dm cmd`, `screen -S x -X stuff 'cmd\n'`. */
function checkScreen(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'SsTtcehp', leading: true });
  const { operands } = options;
  if (!options.has('X')) {
    if (operands.length > 0) call.run(operands);
    return;
  }
  const [verb, ...rest] = operands;
  if (verb?.text === 'stuff') for (const text of rest) call.runText(decodeEscapes(text));
  else if (/^(?:screen|exec)$/.test(verb?.text ?? '') && rest.length > 0) call.run(rest);
}

/** `wsl -d Ubuntu -- cmd`, `wsl --unregister Ubuntu`. */
function checkWsl(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'du',
    long: ['distribution', 'distribution-id', 'user', 'cd', 'shell-type', 'import', 'export'],
    leading: true,
  });
  if (options.has('unregister', 'uninstall')) call.report('shell-volume-destroy', 0.9);
  else if (options.operands.length > 0) call.run(options.operands);
}

const TAKES_TWO =
  /^--(?:(?:dev-|ro-)?bind(?:-try|-data|-fd)?|symlink|setenv|file|chmod|overlay|tmp-overlay)$/;
const TAKES_ONE =
  /^--(?:dev|proc|tmpfs|mqueue|dir|chdir|uid|gid|hostname|unsetenv|lock-file|seccomp|add-seccomp-fd|block-fd|userns-block-fd|info-fd|json-status-fd|args|argv0|userns|userns2|pidns|size|perms|remount-ro|sync-fd|cap-add|cap-drop|exec-label|file-label|ro-overlay|overlay-src)$/;

/** `bwrap --bind / / cmd`: options take none, one or two words. */
function checkBwrap(call: Invocation): void {
  let index = 0;
  for (; index < call.args.length; index++) {
    const text = call.args[index]?.text ?? '';
    if (text === '--') {
      index++;
      break;
    }
    if (!text.startsWith('-')) break;
    index += TAKES_TWO.test(text) ? 2 : TAKES_ONE.test(text) ? 1 : 0;
  }
  const command = call.args.slice(index);
  if (command.length > 0) call.run(command);
}

/** `arch -x86_64 cmd`, `arch -arch arm64 cmd`. */
function checkArch(call: Invocation): void {
  let index = 0;
  for (; index < call.args.length; index++) {
    const text = call.args[index]?.text ?? '';
    if (!text.startsWith('-')) break;
    if (/^-(?:arch|e|d)$/.test(text)) index++;
  }
  const command = call.args.slice(index);
  if (command.length > 0) call.run(command);
}

/** Tools that run the words behind `--` (or behind a name and `--`) somewhere else. */
function runsBehindDashes(call: Invocation): void {
  const at = call.args.findIndex(({ text }) => text === '--');
  if (at !== -1 && at + 1 < call.args.length)
    call.run(call.args.slice(at + 1), { place: 'container' });
}

/** Tools with an option whose value a shell runs, here or on another machine. */
function runsOption(...names: readonly string[]): (call: Invocation) => void {
  return (call) => {
    call.args.forEach((argument, index) => {
      const { text } = argument;
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      if (!names.includes(name)) return;
      const value = call.args[index + 1];
      if (equals !== -1)
        call.runText({
          text: text.slice(equals + 1),
          locate: (at) => argument.locate(at + equals + 1),
        });
      else if (value !== undefined) call.runText(value);
    });
    runsBehindDashes(call);
  };
}

/** `adb shell cmd`, `adb -s x shell cmd`. */
function checkAdb(call: Invocation): void {
  const at = call.args.findIndex(({ text }) => text === 'shell');
  const verb = call.args.map(({ text }) => text).join(' ');
  if (at !== -1 && at + 1 < call.args.length)
    call.runText(joinSources(call.args.slice(at + 1)), { place: 'remote' });
  else if (/(?:^| )(?:reboot|uninstall|erase|format|wipe)(?: |$)/.test(verb))
    call.report('shell-shutdown', 0.6);
}

/** Checks of what starts commands in other sessions, sandboxes and machines. */
export const SESSION_CHECKS: Checks = {
  tmux: checkTmux,
  byobu: checkTmux,
  screen: checkScreen,
  wsl: checkWsl,
  bwrap: checkBwrap,
  arch: checkArch,
  adb: checkAdb,
  fastboot: (call) => {
    if (/(?:^| )(?:erase|format|flash|-w)(?: |$)/.test(call.args.map(({ text }) => text).join(' ')))
      call.report('shell-format', 0.8);
  },
  ...Object.fromEntries(
    [
      'lxc',
      'incus',
      'distrobox',
      'toolbox',
      'zellij',
      'guix',
      'machinectl',
      'systemd-nspawn',
      'cri',
      'heroku',
      'teleport',
      'mosh',
    ].map((name) => [name, runsBehindDashes]),
  ),
  ...Object.fromEntries(
    ['nix-shell', 'nix'].map((name) => [name, runsOption('--run', '--command', '-c')]),
  ),
  vagrant: runsOption('-c', '--command'),
  gcloud: runsOption('--command'),
  fly: runsOption('-C', '--command'),
  flyctl: runsOption('-C', '--command'),
  az: runsOption('--scripts', '--command-text'),
};
