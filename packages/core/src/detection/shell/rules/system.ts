import { parseOptions } from '../options.ts';
import { sourceFrom } from '../source.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';
import { looksLikeRemoval } from './remove.ts';
import { SERVICE_MANAGER_CHECKS } from './service-managers.ts';

function words(call: Invocation): string[] {
  return call.args.map((argument) => argument.text);
}

/** A command line whose words, joined by blanks, match. */
function matching(pattern: RegExp, rule: string, confidence: number): Check {
  return (call) => {
    const text = words(call).slice(0, 32).join(' ');
    if (!/(?:^|\s)--(?:help|dry-run)(?:\s|$)/.test(text) && pattern.test(text))
      call.report(rule, confidence);
  };
}

/** `kill -9 -1`: the process -1 is every process. */
function checkKill(call: Invocation): void {
  const list = words(call);
  const pids = list.filter(
    (word, index) =>
      !/^-(?:[A-Z][A-Z0-9+-]*|[0-9]{1,2}|s|n|l|L)$/.test(word) || (word === '-1' && index > 0),
  );
  if (list.length > 1 && pids.some((pid) => pid === '-1')) call.report('shell-kill-all', 0.95);
  else if (pids.includes('1') && list.some((word) => /^-(?:9|KILL|SIGKILL)$/.test(word)))
    call.report('shell-kill-all', 0.7);
}

function checkShutdown(call: Invocation): void {
  const options = parseOptions(call.args, { short: 't' });
  if (
    options.asksHelp ||
    options.has('c', 'k', 'show', 'w') ||
    words(call).some((word) => /^\/(?:a|\?)$/i.test(word))
  )
    return;
  if (call.program === 'shutdown' && call.args.length === 0) return;
  // In prose these are verbs: `reboot the machine`.
  if (call.program !== 'shutdown' && options.operands.length > 0) return;
  if (
    call.program === 'shutdown' &&
    !words(call).some((word) => /^(?:now|-[a-zA-Z]+|--\w+|\/[a-z]|[+]?\d+|\d+:\d+)$/.test(word))
  )
    return;
  call.report('shell-shutdown', 0.8);
}

function checkCrontab(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'u' });
  if (options.has('r')) call.report('shell-crontab-remove', options.has('i') ? 0.6 : 0.9);
  else if (options.operands[0]?.text === '/dev/null') call.report('shell-crontab-remove', 0.9);
}

function checkAccount(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'R', long: ['root', 'prefix'] });
  if (!options.asksHelp && options.operands.length > 0)
    call.report('shell-account-remove', options.has('r', 'remove', 'remove-home') ? 0.8 : 0.7);
}

function checkFirewall(call: Invocation): void {
  const list = words(call);
  const line = list.join(' ');
  if (list.some((word) => /^(?:-F|--flush|-X|--delete-chain)$/.test(word)))
    call.report('shell-firewall-flush', 0.8);
  else if (/(?:-P|--policy) (?:INPUT|FORWARD|OUTPUT) (?:DROP|ACCEPT|REJECT)/.test(line))
    call.report('shell-firewall-flush', 0.7);
  else if (
    /(?:-A|-I|--append|--insert) (?:INPUT|OUTPUT|FORWARD)(?: \d+)? (?:-j|--jump) (?:DROP|REJECT)/.test(
      line,
    )
  )
    call.report('shell-firewall-flush', 0.65);
}

/** `apt-get purge libc6`, `apt remove --purge linux-image…`, `dnf remove '*'`. */
function checkPackages(call: Invocation): void {
  const list = words(call);
  if (list.some((word) => /^(?:-s|--simulate|--dry-run|--just-print|--assumeno)$/.test(word)))
    return;
  const verb = list.findIndex((word) =>
    /^(?:remove|purge|autoremove|autopurge|erase|-R[a-z]*|-e|-r|-P|--purge|--remove)$/.test(word),
  );
  if (verb === -1) return;
  const force = list.some((word) =>
    /^(?:--allow-remove-essential|--force-(?:all|yes|remove-essential)|--nodeps|-Rdd)$/.test(word),
  );
  const vital = list
    .slice(verb + 1)
    .some((word) =>
      /^(?:libc6?|glibc|coreutils|bash|dpkg|rpm|apt|systemd|sudo|linux-image.*|kernel.*|init|openssh-server|\*|\.\*)$/.test(
        word,
      ),
    );
  if (vital || force) call.report('shell-package-purge', 0.85);
  else if (!list.some((word) => /^(?:--help|-h)$/.test(word)) && list.length > 1)
    call.report(
      'shell-package-purge',
      list.includes('purge') || list.includes('--purge') ? 0.7 : 0.55,
    );
}

/** `nc -e /bin/sh host port`. */
function checkNetcat(call: Invocation): void {
  const options = parseOptions(call.args, {
    short: 'ecpswiIqwxXgGmTVbo',
    long: ['exec', 'sh-exec'],
  });
  const programs = options.values('e', 'c', 'exec', 'sh-exec');
  if (programs.some((program) => /(?:^|\/)(?:ba|z|da|k)?sh\b|cmd|powershell/.test(program.text)))
    call.report('shell-reverse-shell', 0.9);
}

function checkSocat(call: Invocation): void {
  const list = words(call);
  for (const argument of call.args) {
    const command = /^(?:exec|system|shell):/i.exec(argument.text);
    if (command !== null) call.runText(sourceFrom(argument, command[0].length));
  }
  const shell = list.some((word) =>
    /^(?:exec|system):['"]?(?:\/[\w/]*\/)?(?:ba|z|da)?sh\b/i.test(word),
  );
  if (shell && list.some((word) => /^(?:tcp|udp|openssl)/i.test(word)))
    call.report('shell-reverse-shell', 0.9);
}

/** A program that is a variable or pattern: judged by what its arguments would do to `rm`. */
export function checkUnknownProgram(call: Invocation): void {
  const hidden = !call.name.known || (!call.name.quoted && /[*?[]/.test(call.name.text));
  if (hidden && looksLikeRemoval(call)) call.report('shell-unknown-program', 0.7);
}

/** Checks of the programs that govern the running system. */
export const SYSTEM_CHECKS: Checks = {
  kill: checkKill,
  killall5: matching(/^/, 'shell-kill-all', 0.9),
  pkill: matching(
    /(?:^|\s)(?:-u root|-U root|-u 0|\.|\.\*)(?:\s|$)|(?:^|\s)(?:-9|-KILL|-SIGKILL|--signal[ =](?:9|KILL|SIGKILL)) (?:-f )?(?:sshd|systemd|init|dbus-daemon|dockerd|containerd|Xorg|gnome-shell|login)(?:\s|$)/,
    'shell-kill-all',
    0.8,
  ),
  killall: matching(
    /(?:^|\s)(?:-u \S+|-r \.\*?)(?:\s|$)|(?:^|\s)(?:sshd|systemd|init|dbus-daemon|dockerd|containerd|Xorg|gnome-shell|loginwindow)(?:\s|$)/,
    'shell-kill-all',
    0.75,
  ),
  skill: matching(/(?:^|\s)-(?:KILL|9) -u/, 'shell-kill-all', 0.75),
  shutdown: checkShutdown,
  reboot: checkShutdown,
  halt: checkShutdown,
  poweroff: checkShutdown,
  init: matching(/^[06]$/, 'shell-shutdown', 0.8),
  telinit: matching(/^[06]$/, 'shell-shutdown', 0.8),
  ...SERVICE_MANAGER_CHECKS,
  'stop-computer': matching(/^(?!.*-whatif)/i, 'shell-shutdown', 0.8),
  'restart-computer': matching(/^(?!.*-whatif)/i, 'shell-shutdown', 0.8),
  crontab: checkCrontab,
  userdel: checkAccount,
  deluser: checkAccount,
  groupdel: checkAccount,
  delgroup: checkAccount,
  iptables: checkFirewall,
  ip6tables: checkFirewall,
  nft: matching(
    /^(?:flush (?:ruleset|table|chain)|delete (?:table|chain))(?: |$)/,
    'shell-firewall-flush',
    0.8,
  ),
  'firewall-cmd': matching(
    /--panic-on|--complete-reload|--remove-(?:service|port|rich-rule)=?/,
    'shell-firewall-flush',
    0.6,
  ),
  ufw: matching(
    /^(?:--force )?(?:disable|reset|default (?:allow|deny) )/,
    'shell-firewall-flush',
    0.8,
  ),
  pfctl: matching(/(?:^|\s)(?:-F\s?all|-d)(?:\s|$)/, 'shell-firewall-flush', 0.8),
  setenforce: matching(/^(?:0|permissive)$/i, 'shell-firewall-flush', 0.7),
  apt: checkPackages,
  'apt-get': checkPackages,
  dnf: checkPackages,
  yum: checkPackages,
  pacman: checkPackages,
  dpkg: checkPackages,
  rpm: checkPackages,
  aptitude: checkPackages,
  zypper: matching(/(?:^|\s)(?:remove|rm)(?:\s|$)/, 'shell-package-purge', 0.6),
  apk: matching(/^(?:del|-- del)(?:\s|$)/, 'shell-package-purge', 0.55),
  brew: matching(/^(?:uninstall|remove|rm|autoremove|zap)(?:\s|$)/, 'shell-package-purge', 0.55),
  snap: matching(/^remove(?:\s|$)/, 'shell-package-purge', 0.6),
  flatpak: matching(/^(?:uninstall|remove)(?:\s|$)/, 'shell-package-purge', 0.55),
  pkg: matching(/^(?:delete|remove|autoremove)(?:\s|$)/, 'shell-package-purge', 0.55),
  choco: matching(/^uninstall(?:\s|$)/i, 'shell-package-purge', 0.55),
  winget: matching(/^(?:uninstall|remove|rm)(?:\s|$)/i, 'shell-package-purge', 0.55),
  'ssh-add': matching(/(?:^|\s)-D(?:\s|$)/, 'shell-account-remove', 0.6),
  sysctl: matching(
    /(?:^|\s)kernel\.(?:sysrq|panic|core_pattern|modprobe|randomize_va_space)\s?=/,
    'shell-sysrq',
    0.6,
  ),
  rmmod: matching(/(?:^|\s)(?:-f|--force)(?:\s|$)/, 'shell-sysrq', 0.6),
  passwd: matching(/(?:^|\s)(?:-d|--delete|-l|--lock)(?:\s|$)/, 'shell-account-remove', 0.7),
  usermod: matching(
    /(?:^|\s)(?:-L|--lock|-e ?1|--expiredate[ =]1)(?:\s|$)/,
    'shell-account-remove',
    0.65,
  ),
  chage: matching(/(?:^|\s)-E ?0(?:\s|$)/, 'shell-account-remove', 0.6),
  auditctl: matching(/(?:^|\s)(?:-D|-e ?0)(?:\s|$)/, 'shell-firewall-flush', 0.75),
  journalctl: matching(/--vacuum-(?:time|size|files)=?|--rotate.*--vacuum/, 'shell-truncate', 0.6),
  ip: matching(
    /(?:^|\s)(?:l(?:ink)? set (?:dev )?\S+ down|l(?:ink)? del(?:ete)?|r(?:oute)? (?:flush|del(?:ete)? default)|a(?:ddr(?:ess)?)? flush|netns del(?:ete)?)(?:\s|$)/,
    'shell-network-down',
    0.7,
  ),
  ifconfig: matching(/^\S+ (?:down|delete|-alias)(?:\s|$)/, 'shell-network-down', 0.7),
  ifdown: matching(/^\S/, 'shell-network-down', 0.65),
  route: matching(
    /^(?:-n )?(?:del(?:ete)? (?:-net )?(?:default|0\.0\.0\.0)|flush)/,
    'shell-network-down',
    0.7,
  ),
  nmcli: matching(
    /(?:^|\s)(?:n(?:etworking)? off|r(?:adio)? (?:all|wifi) off|c(?:on(?:nection)?)? (?:del(?:ete)?|down)|d(?:ev(?:ice)?)? (?:disconnect|delete))(?:\s|$)/,
    'shell-network-down',
    0.65,
  ),
  nc: checkNetcat,
  ncat: checkNetcat,
  netcat: checkNetcat,
  socat: checkSocat,
};
