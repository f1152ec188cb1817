import type { JsonWebKey } from 'node:crypto';

/** Details of the lines that the log writes about itself, by event. snake_case: they are the file format. */
export interface SystemDetails {
  /** First line of every segment. */
  'audit.segment': {
    /** Id of the chain key that all hashes of this segment are made with. */
    readonly key: string;
    /** The writer's segment before, and what it came to; null for the writer's first. */
    readonly previous: {
      readonly file: string;
      readonly last_seq: number;
      readonly bytes: number;
      /** Hex SHA-256 of the whole file. */
      readonly sha256: string;
      /** Set where the file before is damaged: its lines from this byte on do not count. */
      readonly void_from?: number;
    } | null;
  };
  /** A signed statement of all that the segment holds up to the line before this one. */
  'audit.checkpoint': Checkpoint & Signed;
  /** Last line of a segment that was rotated. */
  'audit.sealed': { readonly records: number };
  /** Written after a crash: what of the file before was cut off. */
  'audit.recovered': { readonly file: string; readonly bytes: number };
  /** A damage that was found and left as it is. */
  'audit.damaged': { readonly file: string; readonly byte: number };
  /** Records that could not be written while `audit.on_failure` was `allow_with_alert`. */
  'audit.gap': { readonly lost: number; readonly since: string };
  /** Written before old segments are deleted. */
  'audit.tombstone': { readonly segments: readonly BuriedSegment[] } & Signed;
}

/** What a checkpoint states. */
export interface Checkpoint {
  readonly writer: string;
  /** The segment's file name, uncompressed form. */
  readonly file: string;
  /** Sequence number of the last line that is covered. */
  readonly seq: number;
  /** Length of the file up to and with that line. */
  readonly bytes: number;
  /** Hex SHA-256 of these bytes. */
  readonly sha256: string;
  /** `hash` of that line. */
  readonly head: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly ts: string;
}

/** A segment that retention deleted. */
export interface BuriedSegment {
  readonly writer: string;
  readonly file: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly bytes: number;
  readonly sha256: string;
  /** `prev` of its first line. */
  readonly prev: string;
  /** `hash` of its last line. */
  readonly head: string;
  /** Time of its last record. */
  readonly until: string;
}

/** An Ed25519 signature. */
export interface Signed {
  /** Id of the signing key. */
  readonly kid: string;
  /** base64url. */
  readonly sig: string;
}

/** The text whose UTF-8 bytes a checkpoint's signature is over. */
export function checkpointText(checkpoint: Checkpoint): string {
  const { writer, file, seq, bytes, sha256, head, ts } = checkpoint;
  return `safeai-audit-checkpoint-v1\n${[writer, file, seq, bytes, sha256, head, ts].join('\n')}\n`;
}

/** The text whose UTF-8 bytes a tombstone's signature is over. */
export function tombstoneText(segments: readonly BuriedSegment[]): string {
  const lines = segments.map(
    ({ writer, file, first_seq, last_seq, bytes, sha256, prev, head, until }) =>
      [writer, file, first_seq, last_seq, bytes, sha256, prev, head, until].join(' '),
  );
  return `safeai-audit-tombstone-v1\n${lines.join('\n')}\n`;
}

/** A key of the chain: HMAC-SHA-256. */
export interface ChainKey {
  /** First 16 hex digits of the SHA-256 of `safeai-key\n` and the key. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

/** A key that signs checkpoints, tombstones and receipts: Ed25519. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  /** PKCS#8, PEM. */
  readonly privateKeyPem: string;
  /** What strangers verify with (RFC 8037). */
  readonly publicJwk: JsonWebKey;
}

/** All keys of a log, newest first; old ones still verify. */
export interface AuditKeys {
  readonly chain: readonly [ChainKey, ...ChainKey[]];
  readonly signing: readonly [SigningKey, ...SigningKey[]];
}
