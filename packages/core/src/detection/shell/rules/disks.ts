import { parseOptions } from '../options.ts';
import { targetKind } from '../target.ts';
import type { Check, Checks, Invocation } from '../invocation.ts';

/** `mkfs.ext4 /dev/sda1`: any operand that is a device; files and listings are fine. */
function formats(short: string): Check {
  return (call) => {
    const options = parseOptions(call.args, { short, long: ['type', 'label', 'uuid'] });
    if (options.asksHelp || options.has('V', 'version', 'n', 'no-act')) return;
    const kinds = options.operands.map((operand) => targetKind(operand, call.folder));
    if (kinds.includes('device')) call.report('shell-format', 0.95);
    else if (kinds.includes('variable')) call.report('shell-format', 0.7);
  };
}

/** `fdisk`, `parted` and kin on a device, unless they only list. */
function checkPartition(call: Invocation): void {
  const texts = call.args.map((argument) => argument.text);
  const lists = texts.some((text) =>
    /^(?:-l|--list|-s|--show-size|-d|--dump|-p|--print|print|-V|--verify|-h|--help|-v|--version|-i|unit|align-check|-J|--json|-x)$/.test(
      text,
    ),
  );
  const changes = texts.some((text) =>
    /^(?:mklabel|mktable|mkpart|rm|resizepart|rescue|set|--delete|--wipe|-Z|--zap-all|--clear|-o|-g)$/.test(
      text,
    ),
  );
  const device = call.args.some((argument) =>
    /^(?:device|variable)$/.test(targetKind(argument, call.folder)),
  );
  if (device && (changes || !lists)) call.report('shell-partition', 0.9);
}

function checkWipefs(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'optOb', long: ['offset', 'output', 'types'] });
  if (options.asksHelp || options.has('n', 'no-act')) return;
  if (options.has('a', 'all', 'o', 'offset')) call.report('shell-format', 0.95);
}

/** Programs that destroy a device's content whatever their options. */
function checkDeviceEraser(call: Invocation): void {
  const erases = call.args.some((argument) =>
    /^(?:device|variable)$/.test(targetKind(argument, call.folder)),
  );
  const asks = call.args.some((argument) =>
    /^(?:-h|--help|-V|--version|list|id-ctrl|smart-log|show|status|-I|-i|-n|-b|-s|-v)$/.test(
      argument.text,
    ),
  );
  const kills = call.args.some((argument) =>
    /^(?:format|sanitize|luksFormat|luksErase|erase|--security-erase|--security-erase-enhanced|luksRemoveKey|luksKillSlot|erase|format|delete-ns|-w|--trim-sector-ranges|--zero-superblock)$/.test(
      argument.text,
    ),
  );
  const arrays =
    call.program === 'mdadm' &&
    call.args.some(({ text }) =>
      /^(?:--stop|-S|--fail|-f|--remove|-r|--create|-C|--manage)$/.test(text),
    );
  const always = /^(?:blkdiscard|mkswap|sg_format|sg_sanitize)$/.test(call.program);
  if (erases && (kills || arrays || (always && !asks))) call.report('shell-format', 0.9);
}

/** `lvremove vg/lv`, `zfs destroy pool/x`, `btrfs subvolume delete`. */
function volumes(verbs: RegExp): Check {
  return (call) => {
    const texts = call.args.map((argument) => argument.text);
    if (texts.some((text) => /^(?:-t|--test|--help|-h|-nv?|-vn|--dry-run)$/.test(text))) return;
    const operands = texts.filter((text) => !text.startsWith('-'));
    if (verbs.test(operands.slice(0, 3).join(' '))) call.report('shell-volume-destroy', 0.9);
  };
}

/** `umount -f /data`, `umount -a`. */
function checkUnmount(call: Invocation): void {
  const options = parseOptions(call.args, { short: 'tO' });
  if (options.has('f', 'force', 'a', 'all')) call.report('shell-volume-destroy', 0.6);
}

function checkDiskutil(call: Invocation): void {
  if (
    /^(?:erase|partition|zero|random|secureerase|apfs)/i.test(call.args[0]?.text ?? '') &&
    !/^apfs list$/i.test(
      call.args
        .slice(0, 2)
        .map((argument) => argument.text)
        .join(' '),
    )
  ) {
    call.report('shell-format', 0.9);
  }
}

const BACKUP_VERB =
  /^(?:forget|delete|prune|purge|remove(?:-\w+)*|deletelocalsnapshots|expire|stanza-delete|recreate|compact|cleanup|break-lock|disable)$/;

/** `restic forget --prune`, `borg delete`, `tmutil delete`. */
function checkBackup(call: Invocation): void {
  const texts = call.args.map((argument) => argument.text);
  if (texts.some((text) => /^(?:-n|--dry-run|--help|-h)$/.test(text))) return;
  const verb = texts.find((text) => !text.startsWith('-')) ?? '';
  if (
    BACKUP_VERB.test(verb) ||
    texts.some((text) =>
      /^--(?:delete|delete-all|remove-older-than|remove-all|nuke|remove-all-but-n-full)$/.test(
        text,
      ),
    ) ||
    /^(?:[\w-]+ ){1,2}(?:delete|remove|rm|forget|expire)(?: |$)/.test(
      texts
        .filter((text) => !text.startsWith('-'))
        .slice(0, 3)
        .join(' '),
    )
  )
    call.report('shell-backup-delete', 0.8);
}

const MKFS = [
  'mkfs',
  'mke2fs',
  'mkdosfs',
  'mkntfs',
  'newfs',
  ...[
    'ext2',
    'ext3',
    'ext4',
    'xfs',
    'btrfs',
    'vfat',
    'fat',
    'msdos',
    'ntfs',
    'exfat',
    'f2fs',
    'minix',
    'cramfs',
    'reiserfs',
    'jfs',
    'bfs',
    'zfs',
    'udf',
    'erofs',
    'nilfs2',
  ].map((kind) => `mkfs.${kind}`),
];

/** Checks of the programs that work on disks and volumes. */
export const DISK_CHECKS: Checks = {
  ...Object.fromEntries(MKFS.map((name) => [name, formats('tLUbmINEOTcFifrsnS')])),
  ...Object.fromEntries(
    ['fdisk', 'sfdisk', 'cfdisk', 'gdisk', 'sgdisk', 'cgdisk', 'parted'].map((name) => [
      name,
      checkPartition,
    ]),
  ),
  ...Object.fromEntries(
    [
      'blkdiscard',
      'mkswap',
      'nvme',
      'cryptsetup',
      'hdparm',
      'badblocks',
      'mdadm',
      'sg_format',
      'sg_sanitize',
    ].map((name) => [name, checkDeviceEraser]),
  ),
  ...Object.fromEntries(
    ['lvremove', 'vgremove', 'pvremove', 'lvreduce', 'vgreduce', 'pvmove'].map((name) => [
      name,
      volumes(/./),
    ]),
  ),
  ...Object.fromEntries(
    [
      'restic',
      'borg',
      'tmutil',
      'duplicity',
      'kopia',
      'pgbackrest',
      'barman',
      'velero',
      'snapper',
      'timeshift',
      'wal-g',
      'wal-e',
      'duplicacy',
      'rdiff-backup',
      'tarsnap',
      'bup',
      'proxmox-backup-client',
      'rustic',
      'autorestic',
      'borgmatic',
      'vorta',
    ].map((name) => [name, checkBackup]),
  ),
  wipefs: checkWipefs,
  zfs: volumes(/^(?:destroy|rollback)\b/),
  zpool: volumes(/^(?:destroy|labelclear|offline|remove|detach|split|clear|export)\b/),
  btrfs: volumes(
    /^(?:subvolume delete|subvol(?:ume)? del|device (?:remove|delete)|dev (?:remove|delete)|filesystem resize|check --repair|rescue)\b/,
  ),
  dmsetup: volumes(/^(?:remove|remove_all|wipe_table|clear)\b/),
  losetup: (call) => {
    if (call.args.some(({ text }) => text === '-D')) call.report('shell-volume-destroy', 0.6);
  },
  umount: checkUnmount,

  virsh: volumes(
    /^(?:undefine|destroy|vol-delete|vol-wipe|pool-delete|pool-destroy|snapshot-delete|snapshot-revert|net-destroy|net-undefine|reset)\b/,
  ),
  pct: volumes(/^(?:destroy|delsnapshot|rollback)\b/),
  pvesm: volumes(/^(?:free|remove|wipedisk)\b/),
  govc: volumes(/^(?:[\w.]+\.(?:destroy|rm|remove)|vm\.destroy)\b/),
  esxcli: volumes(/\b(?:remove|destroy|erase)\b/),
  xe: volumes(/^\w+-(?:destroy|uninstall|delete)\b/),
  limactl: volumes(/^(?:delete|remove|rm|prune|factory-reset)\b/),
  colima: volumes(/^delete\b/),
  tart: volumes(/^delete\b/),
  qm: volumes(/^(?:destroy|delsnapshot)\b/),
  vboxmanage: volumes(/^(?:unregistervm|closemedium|snapshot \S+ delete)\b/i),
  multipass: volumes(/^(?:delete|purge)\b/),
  lxc: volumes(/^(?:delete|storage delete|image delete)\b/),
  incus: volumes(/^(?:delete|storage delete|image delete)\b/),
  vagrant: volumes(/^(?:destroy|box remove)\b/),
  diskutil: checkDiskutil,
};
