import type { Check, Checks } from '../invocation.ts';
import { commandWords, reportsWords } from './command-words.ts';

/** A store whose verb is among the first words and not kept harmless by an option. */
function store(verbs: RegExp, confidence = 0.85): Check {
  return (call) => {
    const found = commandWords(call);
    if (found === undefined || found.words.includes('-n') || found.words.includes('--dryrun'))
      return;
    if (verbs.test(found.operands.slice(0, 3).join(' ')))
      call.report('cloud-storage-delete', confidence);
  };
}

/** `gsutil rm`, `gsutil -m rm`, `gsutil rsync -d`. */
const gsutil: Check = (call) => {
  const found = commandWords(call);
  const verb = found?.operands[0];
  const line = found?.words.join(' ') ?? '';
  if (verb === 'rm' || verb === 'rb')
    call.report(
      'cloud-storage-delete',
      found?.words.some((word) => /^-[a-zA-Z]*[rR]/.test(word)) === true ? 0.95 : 0.8,
    );
  else if (
    /(?:^| )(?:versioning set off|retention (?:clear|set)|lifecycle set|iam ch -d|hmac delete|notification delete)(?: |$)/.test(
      line,
    )
  )
    call.report('cloud-storage-delete', 0.6);
  else if (verb === 'rsync' && found?.words.some((word) => /^-[a-zA-Z]*d/.test(word)) === true)
    call.report('cloud-storage-delete', 0.75);
};

/** `azcopy remove`, `azcopy sync --delete-destination true`. */
const azcopy: Check = (call) => {
  const found = commandWords(call);
  if (found === undefined) return;
  const line = found.words.join(' ');
  if (/^(?:remove|rm)$/.test(found.operands[0] ?? '')) call.report('cloud-storage-delete', 0.85);
  else if (/--delete-destination[ =]true/i.test(line)) call.report('cloud-storage-delete', 0.75);
};

/** MinIO's `mc`. The same name belongs to a file manager, which knows none of these verbs. */
const minio: Check = (call) => {
  const found = commandWords(call);
  if (found === undefined) return;
  const [verb] = found.operands;
  if (/^(?:rm|rb)$/.test(verb ?? ''))
    call.report('cloud-storage-delete', found.words.includes('--force') ? 0.95 : 0.75);
  else if (verb === 'mirror' && found.words.includes('--remove'))
    call.report('cloud-storage-delete', 0.75);
  else if (
    /^(?:admin (?:user|policy|group|bucket|replicate|tier|service)|ilm(?: rule)?|replicate|event|tag|retention|legalhold|encrypt|anonymous|quota) (?:remove|rm|clear|stop)(?: |$)/.test(
      found.operands.join(' '),
    )
  )
    call.report('cloud-storage-delete', 0.75);
  else if (
    /^(?:version suspend|undo|admin (?:decommission) start)(?: |$)/.test(found.operands.join(' '))
  )
    call.report('cloud-storage-delete', 0.6);
};

/** `hdfs dfs -rm -r /data`, `hdfs namenode -format`. */
const HADOOP = reportsWords(
  'cloud-storage-delete',
  /(?:^| )-(?:rm|rmr|expunge)(?: |$)|namenode .*-format|-deleteSnapshot|-rmdir(?: |$)/,
  0.8,
  'words',
);

/** Checks of the clients of object stores. */
export const OBJECT_STORE_CHECKS: Checks = {
  gsutil,
  azcopy,
  mc: minio,
  mcli: minio,
  rclone: store(
    /^(?:purge|delete|deletefile|rmdirs?|cleanup|sync|dedupe|move|moveto|bisync .*--resync)(?: |$)/,
    0.75,
  ),
  s3cmd: store(/^(?:del|rm|rb|expire)(?: |$)/),
  s5cmd: store(/^(?:rm|rb)(?: |$)/),
  b2: store(
    /^(?:delete-bucket|delete-file-version|delete-key|rm|bucket delete|key delete|file delete|hide-file|sync .*--delete)(?: |$)/,
  ),
  swift: store(/^delete(?: |$)/),
  ossutil: store(/^rm(?: |$)/),
  ossutil64: store(/^rm(?: |$)/),
  coscli: store(/^(?:rm|rb)(?: |$)/),
  obsutil: store(/^rm(?: |$)/),
  hdfs: HADOOP,
  hadoop: HADOOP,
  cbt: store(/^(?:delete\w*)(?: |$)/),
};
