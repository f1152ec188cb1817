import type { CommandRule } from './command-rule.ts';

const COREUTILS = 'https://www.gnu.org/software/coreutils/manual/html_node';
const TAG = 'destructive.shell';

/** Rules about losing files, disks and permissions. */
export const FILE_RULES: readonly CommandRule[] = [
  {
    id: 'shell-rm-recursive',
    tag: TAG,
    description: 'Removes a folder with everything in it.',
    source: `${COREUTILS}/rm-invocation.html`,
  },
  {
    id: 'shell-rm-protected',
    tag: TAG,
    description: 'Removes files of the system, the home folder or the repository itself.',
    source: `${COREUTILS}/rm-invocation.html`,
  },
  {
    id: 'shell-find-delete',
    tag: TAG,
    description: 'Removes every file that a search finds.',
    source: 'https://www.gnu.org/software/findutils/manual/html_node/find_html/Delete-Files.html',
  },
  {
    id: 'shell-rsync-delete',
    tag: TAG,
    description: 'Removes files at the destination that the source lacks.',
    source: 'https://download.samba.org/pub/rsync/rsync.1',
  },
  {
    id: 'shell-shred',
    tag: TAG,
    description: 'Overwrites files so that they cannot be recovered.',
    source: `${COREUTILS}/shred-invocation.html`,
  },
  {
    id: 'shell-truncate',
    tag: TAG,
    description: 'Empties or shortens a file.',
    source: `${COREUTILS}/truncate-invocation.html`,
  },
  {
    id: 'shell-move-to-null',
    tag: TAG,
    description: 'Moves files to where they are lost.',
    source: `${COREUTILS}/mv-invocation.html`,
  },
  {
    id: 'shell-overwrite-system',
    tag: TAG,
    description: 'Writes over files of the operating system.',
    source: 'https://refspecs.linuxfoundation.org/FHS_3.0/fhs/index.html',
  },
  {
    id: 'shell-raw-device',
    tag: TAG,
    description: 'Writes straight to a disk, past its file system.',
    source: `${COREUTILS}/dd-invocation.html`,
  },
  {
    id: 'shell-format',
    tag: TAG,
    description: 'Makes a new file system, or removes the signatures of one.',
    source: 'https://man7.org/linux/man-pages/man8/mkfs.8.html',
  },
  {
    id: 'shell-partition',
    tag: TAG,
    description: 'Changes the partitions of a disk.',
    source: 'https://man7.org/linux/man-pages/man8/sfdisk.8.html',
  },
  {
    id: 'shell-volume-destroy',
    tag: TAG,
    description: 'Destroys a volume, a pool or a snapshot.',
    source: 'https://man7.org/linux/man-pages/man8/lvremove.8.html',
  },
  {
    id: 'shell-backup-delete',
    tag: TAG,
    description: 'Deletes backups or their history.',
    source: 'https://restic.readthedocs.io/en/stable/060_forget.html',
  },
  {
    id: 'shell-open-permissions',
    tag: TAG,
    description: 'Gives everyone, or nobody, access to whole folders or to system files.',
    source: `${COREUTILS}/chmod-invocation.html`,
  },
  {
    id: 'shell-change-owner',
    tag: TAG,
    description: 'Gives whole system folders to another owner.',
    source: `${COREUTILS}/chown-invocation.html`,
  },
  {
    id: 'shell-windows-delete',
    tag: TAG,
    description: 'Deletes folders or many files on Windows.',
    source: 'https://learn.microsoft.com/windows-server/administration/windows-commands/rd',
  },
  {
    id: 'shell-windows-object-remove',
    tag: TAG,
    description: 'Removes accounts, machines, services or cloud resources through PowerShell.',
    source:
      'https://learn.microsoft.com/powershell/scripting/developer/cmdlet/approved-verbs-for-windows-powershell-commands',
  },
  {
    id: 'shell-windows-disk',
    tag: TAG,
    description: 'Formats a disk, or deletes shadow copies, backups or boot settings on Windows.',
    source: 'https://learn.microsoft.com/windows-server/administration/windows-commands/format',
  },
  {
    id: 'shell-code-delete',
    tag: TAG,
    description: 'A program text that deletes folders or system files.',
    source: 'https://docs.python.org/3/library/shutil.html#shutil.rmtree',
  },
];
