import { block, choice, flag, integer, number, text } from './builders.ts';

/** `audit`: where the audit log lies and how long it is kept. */
export const audit = block('The audit log: rotation, retention and durability.', {
  max_size_mb: integer({
    description: 'Size in MiB at which the live log file is rotated.',
    default: 100,
    minimum: 1,
    maximum: 102_400,
  }),
  max_age_days: integer({
    description: 'Days that rotated files are kept.',
    default: 90,
    minimum: 1,
    maximum: 36_500,
  }),
  compress_rotated: flag({ description: 'Compress rotated files with gzip.', default: true }),
  path: text({
    description: 'Folder of the log files. `logs/audit` in the state folder if absent.',
    format: 'path',
  }),
  durability: choice(['os', 'group', 'each'], {
    description:
      'When a record counts as written: handed to the operating system (`os`), flushed to disk together with its neighbours (`group`), or flushed one by one (`each`).',
    default: 'group',
  }),
  timeout_seconds: number({
    description: 'How long a record may take to be written before its request is refused.',
    default: 2,
    minimum: 0.05,
    maximum: 60,
  }),
  min_free_mb: integer({
    description:
      'Free disk space in MiB below which nothing more is recorded. A warning comes at twice that.',
    default: 64,
    minimum: 0,
    maximum: 1_048_576,
  }),
  checkpoint_file: text({
    description:
      'A second place for signed checkpoints, best on another disk or machine: with it a cut-off end of the log is found.',
    format: 'path',
  }),
  on_failure: choice(['block', 'allow_with_alert'], {
    description: 'What happens to a request whose decision cannot be recorded.',
    default: 'block',
  }),
});
