import type { CommandRule } from './command-rule.ts';

const TAG = 'destructive.shell';

/** Rules about the running system, accounts, databases and SafeAI itself. */
export const SYSTEM_RULES: readonly CommandRule[] = [
  {
    id: 'shell-unreadable',
    tag: TAG,
    description: 'A command nested too deeply to be read.',
    source: 'https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html',
  },
  {
    id: 'shell-unknown-program',
    tag: TAG,
    description:
      'A program whose name is only known when it runs, with the arguments of a deletion.',
    source: 'https://www.gnu.org/software/bash/manual/html_node/Command-Search-and-Execution.html',
  },
  {
    id: 'shell-decoded',
    tag: TAG,
    description: 'Runs text that is decoded first, so that it cannot be read here.',
    source: 'https://attack.mitre.org/techniques/T1140/',
  },
  {
    id: 'shell-fork-bomb',
    tag: TAG,
    description: 'A function that starts itself twice without end.',
    source: 'https://man7.org/linux/man-pages/man2/fork.2.html',
  },
  {
    id: 'shell-kill-all',
    tag: TAG,
    description: 'Ends every process that it may end.',
    source: 'https://man7.org/linux/man-pages/man1/kill.1.html',
  },
  {
    id: 'shell-shutdown',
    tag: TAG,
    description: 'Stops or restarts the machine.',
    source: 'https://man7.org/linux/man-pages/man8/shutdown.8.html',
  },
  {
    id: 'shell-service-stop',
    tag: TAG,
    description:
      'Stops or disables a service that the machine, its network or its protection needs.',
    source: 'https://www.freedesktop.org/software/systemd/man/latest/systemctl.html',
  },
  {
    id: 'shell-network-down',
    tag: TAG,
    description: 'Takes network interfaces or routes away.',
    source: 'https://man7.org/linux/man-pages/man8/ip-link.8.html',
  },
  {
    id: 'shell-sysrq',
    tag: TAG,
    description: 'Restarts or crashes the kernel, or changes what it runs.',
    source: 'https://www.kernel.org/doc/html/latest/admin-guide/sysrq.html',
  },
  {
    id: 'shell-crontab-remove',
    tag: TAG,
    description: "Removes all of a user's scheduled jobs.",
    source: 'https://man7.org/linux/man-pages/man1/crontab.1.html',
  },
  {
    id: 'shell-account-remove',
    tag: TAG,
    description: 'Removes an account or a group.',
    source: 'https://man7.org/linux/man-pages/man8/userdel.8.html',
  },
  {
    id: 'shell-firewall-flush',
    tag: TAG,
    description: 'Removes all firewall rules or turns the firewall off.',
    source: 'https://man7.org/linux/man-pages/man8/iptables.8.html',
  },
  {
    id: 'shell-package-purge',
    tag: TAG,
    description: 'Removes packages that the system needs.',
    source: 'https://manpages.debian.org/stable/apt/apt-get.8.en.html',
  },
  {
    id: 'shell-reverse-shell',
    tag: TAG,
    description: 'Gives a shell to whoever waits at the other end of a connection.',
    source: 'https://attack.mitre.org/techniques/T1059/004/',
  },
  {
    id: 'shell-safeai-tampering',
    tag: 'tampering',
    description: "Changes SafeAI's own configuration, policies, keys, hooks or lock.",
    source: 'https://cheatsheetseries.owasp.org/cheatsheets/AI_Agent_Security_Cheat_Sheet.html',
  },
  {
    id: 'file-tool-safeai-tampering',
    tag: 'tampering',
    description:
      "A file tool that would change SafeAI's own configuration, policies, keys, hooks or lock.",
    source: 'https://cheatsheetseries.owasp.org/cheatsheets/AI_Agent_Security_Cheat_Sheet.html',
  },
  {
    id: 'shell-sql',
    tag: 'destructive.sql',
    description: 'A destructive statement handed to a database client.',
    source: 'https://www.postgresql.org/docs/current/app-psql.html',
  },
  {
    id: 'shell-database-drop',
    tag: 'destructive.sql',
    description: 'Drops or empties a database through its own tool.',
    source: 'https://www.postgresql.org/docs/current/app-dropdb.html',
  },
  {
    id: 'shell-database-reset',
    tag: 'destructive.sql',
    description: 'Drops and rebuilds the database of an application.',
    source: 'https://guides.rubyonrails.org/active_record_migrations.html',
  },
  {
    id: 'shell-redis-flush',
    tag: 'destructive.sql',
    description: 'Deletes all keys of a Redis database.',
    source: 'https://redis.io/docs/latest/commands/flushall/',
  },
];
