import type { Check, Checks } from '../invocation.ts';
import { commandWords } from './command-words.ts';

/** Without these a machine cannot be reached, is not watched, or loses what runs on it. */
const VITAL =
  /^(?:sshd?|dropbear|systemd-[\w-]+|network(?:ing|-manager|manager|d)?|wpa_supplicant|dbus(?:-broker)?|auditd|firewalld|ufw|iptables|nftables|apparmor|fail2ban|crowdsec|falco\w*|clamav-daemon|selinux\w*|rsyslog|syslog(?:-ng)?|docker|containerd|crio|podman|kubelet|k3s|etcd|cron|crond|multi-user|graphical|postgresql(?:@.*|-\d+)?|mysqld?|mariadb|mongod|redis(?:-server)?|rabbitmq-server|elasticsearch|kafka|nginx|apache2|httpd|haproxy|traefik|caddy|vault|consul|ntpd?|chronyd?|lightdm|gdm3?|sddm|safeai\w*)(?:\.(?:service|socket|target))?$/i;

/** Verbs that end or prevent a service, and those that only make it start anew. */
const ENDS = /^(?:stop|disable|mask|kill|unload|bootout|remove|delete|isolate|revert|clean)$/i;
const MACHINE =
  /^(?:poweroff|reboot|halt|kexec|soft-reboot|emergency|rescue|suspend|hibernate|switch-root)$/;

/** `systemctl stop sshd`, `service nginx stop`, `rc-service docker stop`. */
const checkManager: Check = (call) => {
  const found = commandWords(call);
  if (found === undefined || found.words.includes('--user')) return;
  const { operands } = found;
  if (call.program === 'systemctl' && operands.some((word) => MACHINE.test(word))) {
    call.report('shell-shutdown', 0.7);
    return;
  }
  const ends = operands.some((word) => ENDS.test(word));
  const isolates = operands[0] === 'isolate' || operands[0] === 'set-default';
  if ((ends && operands.some((word) => VITAL.test(word))) || isolates)
    call.report('shell-service-stop', 0.7);
};

/** `launchctl unload -w …`, `launchctl bootout system/…`. */
const checkLaunch: Check = (call) => {
  const [verb = '', target = ''] = commandWords(call)?.operands ?? [];
  if (/^(?:reboot|halt)$/.test(verb)) call.report('shell-shutdown', 0.7);
  else if (
    /^(?:unload|bootout|remove|disable)$/.test(verb) &&
    /com\.apple|LaunchDaemons|^system\//.test(target)
  )
    call.report('shell-service-stop', 0.7);
};

/** Checks of the programs that start and stop services. */
export const SERVICE_MANAGER_CHECKS: Checks = {
  systemctl: checkManager,
  service: checkManager,
  'rc-service': checkManager,
  'rc-update': checkManager,
  'update-rc.d': checkManager,
  chkconfig: checkManager,
  initctl: checkManager,
  supervisorctl: (call) => {
    if (/^(?:stop|shutdown|remove)(?: all|$)/.test(commandWords(call)?.operands.join(' ') ?? ''))
      call.report('shell-service-stop', 0.6);
  },
  pm2: (call) => {
    if (/^(?:delete|stop|kill|del)(?: all|$)/.test(commandWords(call)?.operands.join(' ') ?? ''))
      call.report('shell-service-stop', 0.6);
  },
  launchctl: checkLaunch,
};
