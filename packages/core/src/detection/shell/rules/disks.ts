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
    /^(?:format|sanitize|luksFormat|luksErase|erase|--security-erase|--security-erase-enhanced|-w|--trim-sector-ranges|--zero-superblock)$/.test(
      argument.text,
    ),
  );
  const always = call.program === 'blkdiscard' || call.program === 'mkswap';
  if (erases && (kills || (always && !asks))) call.report('shell-format', 0.9);
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

/** `restic forget --prune`, `borg delete`, `tmutil delete`. */
function checkBackup(call: Invocation): void {
  const texts = call.args.map((argument) => argument.text);
  if (texts.some((text) => /^(?:-n|--dry-run|--help|-h)$/.test(text))) return;
  const verb = texts.find((text) => !text.startsWith('-')) ?? '';
  if (
    /^(?:forget|delete|prune|purge|remove|remove-older-than|deletelocalsnapshots|expire|stanza-delete)$/.test(
      verb,
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
    ['blkdiscard', 'mkswap', 'nvme', 'cryptsetup', 'hdparm', 'badblocks', 'mdadm'].map((name) => [
      name,
      checkDeviceEraser,
    ]),
  ),
  ...Object.fromEntries(
    ['lvremove', 'vgremove', 'pvremove', 'lvreduce'].map((name) => [name, volumes(/./)]),
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
    ].map((name) => [name, checkBackup]),
  ),
  wipefs: checkWipefs,
  zfs: volumes(/^(?:destroy|rollback)\b/),
  zpool: volumes(/^(?:destroy|labelclear)\b/),
  btrfs: volumes(/^subvolume delete\b/),
  virsh: volumes(/^(?:undefine|destroy|vol-delete|vol-wipe|pool-delete|snapshot-delete)\b/),
  qm: volumes(/^(?:destroy|delsnapshot)\b/),
  vboxmanage: volumes(/^unregistervm\b/i),
  multipass: volumes(/^(?:delete|purge)\b/),
  lxc: volumes(/^(?:delete|storage delete|image delete)\b/),
  incus: volumes(/^(?:delete|storage delete|image delete)\b/),
  vagrant: volumes(/^(?:destroy|box remove)\b/),
  diskutil: checkDiskutil,
};
