import { createHash, createHmac, createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '@safeai/core';
import {
  type Body,
  NO_HASH,
  recordBody,
  sealedLine,
  systemBody,
  type SystemLine,
  unsealedLine,
} from '../src/format/record-line.ts';
import { segmentFile } from '../src/format/segment-name.ts';
import {
  type AuditKeys,
  type BuriedSegment,
  type Checkpoint,
  checkpointText,
  type ChainKey,
  type SystemDetails,
  tombstoneText,
} from '../src/format/system-lines.ts';
import { chainKey, signingKeyFromPem } from '../src/receipt/signing-key.ts';

/** Time of the first line; each next one is a second later. */
const START = Date.UTC(2026, 0, 5, 9, 0, 0);

/** PKCS#8 of an Ed25519 private key, before its 32 bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A private key of 32 equal bytes. */
export function testPem(byte: number): string {
  const der = Buffer.concat([PKCS8, Buffer.alloc(32, byte)]).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
}

/** The same at every run. */
export const TEST_KEYS: AuditKeys = {
  chain: [chainKey(Buffer.alloc(32, 7))],
  signing: [signingKeyFromPem(testPem(9))],
};

/** A record that differs from others by its number. */
export function testRecord(number: number): AuditRecord {
  const id = number.toString(16).padStart(12, '0');
  return {
    ts: START + number * 1000,
    event: 'scan.blocked',
    decisionId: `019b8d3a-7c00-7000-8000-${id}`,
    boundary: 'input',
    action: 'block',
    policyName: 'default-secret-detection',
    policyRevision: 'd3e1f0a2b4c6',
    tenantId: 'default',
    agentId: 'agent-ü',
    sessionId: null,
    toolName: null,
    dataTags: ['secret'],
    detections: [{ type: 'secret', detector: 'openai-key', count: 1, digest: '5d41402abc4b2a76' }],
    parametersDigest: null,
    principal: 'local',
    approverId: null,
    reasonCode: 'rule',
    approvalRequestId: null,
    requestId: null,
    latencyUs: 180 + number,
  };
}

interface Segment {
  readonly writer: string;
  readonly firstSeq: number;
  readonly file: string;
  readonly prev: string;
  readonly lines: string[];
}

/** Writes the lines of one writer as the format has them. */
export class ChainMaker {
  readonly #writer: string;
  readonly #keys: AuditKeys;
  #key: ChainKey;
  #seq = 1;
  #head = NO_HASH;
  #open: Segment | undefined;
  readonly segments: Segment[] = [];
  /** What went to the second sink. */
  readonly checkpoints: string[] = [];

  constructor(writer: string, keys: AuditKeys = TEST_KEYS) {
    this.#writer = writer;
    this.#keys = keys;
    this.#key = keys.chain[0];
  }

  get last(): { readonly seq: number; readonly hash: string } {
    return { seq: this.#seq - 1, hash: this.#head };
  }

  /** @param voidFrom lines of the segment before that do not count, and the line that the chain goes on from */
  begin(key: ChainKey = this.#key, voidFrom?: { byte: number; seq: number; hash: string }): this {
    this.#key = key;
    if (voidFrom !== undefined) {
      this.#seq = voidFrom.seq + 1;
      this.#head = voidFrom.hash;
    }
    const before = this.segments.at(-1);
    const previous =
      before === undefined
        ? null
        : {
            file: before.file,
            last_seq: this.#seq - 1,
            bytes: bytesOf(before).length,
            sha256: sha256(bytesOf(before)),
            ...(voidFrom === undefined ? {} : { void_from: voidFrom.byte }),
          };
    this.#open = {
      writer: this.#writer,
      firstSeq: this.#seq,
      file: segmentFile({ writer: this.#writer, firstSeq: this.#seq, compressed: false }),
      prev: this.#head,
      lines: [],
    };
    this.segments.push(this.#open);
    return this.system('audit.segment', { key: key.id, previous });
  }

  record(number = this.#seq): this {
    return this.#append(recordBody(testRecord(number)));
  }

  checkpoint(): this {
    const segment = this.#segment();
    const checkpoint: Checkpoint = {
      writer: this.#writer,
      file: segment.file,
      seq: this.#seq - 1,
      bytes: bytesOf(segment).length,
      sha256: sha256(bytesOf(segment)),
      head: this.#head,
      ts: new Date(START + this.#seq * 1000).toISOString(),
    };
    const detail = { ...checkpoint, ...this.#signed(checkpointText(checkpoint)) };
    this.checkpoints.push(`${JSON.stringify(detail)}\n`);
    return this.system('audit.checkpoint', detail);
  }

  seal(): this {
    return this.system('audit.sealed', { records: this.#segment().lines.length }).checkpoint();
  }

  tombstone(buried: readonly BuriedSegment[]): this {
    return this.system('audit.tombstone', {
      segments: buried,
      ...this.#signed(tombstoneText(buried)),
    });
  }

  system<E extends keyof SystemDetails>(event: E, detail: SystemDetails[E]): this {
    const ts = START + this.#seq * 1000;
    return this.#append(systemBody(ts, event, detail as unknown as SystemLine['detail']));
  }

  /** What a tombstone says of a segment. */
  buried(index: number): BuriedSegment {
    const segment = this.segments[index];
    const last = segment?.lines.at(-1);
    if (segment === undefined || last === undefined) throw new Error('No such segment.');
    const line = JSON.parse(last) as { seq: number; hash: string; ts: string };
    return {
      writer: segment.writer,
      file: segment.file,
      first_seq: segment.firstSeq,
      last_seq: line.seq,
      bytes: bytesOf(segment).length,
      sha256: sha256(bytesOf(segment)),
      prev: segment.prev,
      head: line.hash,
      until: line.ts,
    };
  }

  #append(body: Body): this {
    const unsealed = unsealedLine(this.#writer, this.#seq, body, this.#head);
    this.#head = createHmac('sha256', this.#key.key).update(unsealed).digest('hex');
    this.#segment().lines.push(sealedLine(unsealed, this.#head));
    this.#seq += 1;
    return this;
  }

  #signed(text: string): { kid: string; sig: string } {
    const { kid, privateKeyPem } = this.#keys.signing[0];
    const sig = sign(null, Buffer.from(text), createPrivateKey(privateKeyPem));
    return { kid, sig: sig.toString('base64url') };
  }

  #segment(): Segment {
    if (this.#open === undefined) throw new Error('Begin a segment first.');
    return this.#open;
  }
}

/** A log as files. */
export type LogFiles = ReadonlyMap<string, Buffer>;

export function filesOf(...chains: readonly ChainMaker[]): Map<string, Buffer> {
  return new Map(
    chains.flatMap(({ segments }) => segments.map((each) => [each.file, bytesOf(each)] as const)),
  );
}

/** Two writers with two rotated segments each and one that is open, and all checkpoints. */
export function smallLog(records = 2): { files: Map<string, Buffer>; checkpoints: string } {
  const chains = ['w1', 'w2'].map((writer) => {
    const chain = new ChainMaker(writer);
    for (let segment = 0; segment < 3; segment += 1) {
      chain.begin();
      for (let each = 0; each < records; each += 1) chain.record();
      if (segment < 2) chain.seal();
    }
    return chain.checkpoint();
  });
  return {
    files: filesOf(...chains),
    checkpoints: chains.flatMap((chain) => chain.checkpoints).join(''),
  };
}

/** Puts files into a new folder for as long as `use` takes. */
export async function inFolder<T>(
  files: LogFiles,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-audit-'));
  try {
    for (const [file, bytes] of files) await writeFile(join(folder, file), bytes);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function bytesOf({ lines }: Segment): Buffer {
  return Buffer.from(lines.join(''));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
