/** A file of the log: the lines of one writer from one sequence number on. */
export interface SegmentName {
  readonly writer: string;
  readonly firstSeq: number;
  readonly compressed: boolean;
}

const FORM = /^audit-(w[1-9]\d{0,5})-(\d{15})\.ndjson(\.gz)?$/;

/** `audit-w1-000000000000042.ndjson`, `.gz` once compressed: names sort by writer's sequence. */
export function segmentFile({ writer, firstSeq, compressed }: SegmentName): string {
  const name = `audit-${writer}-${String(firstSeq).padStart(15, '0')}.ndjson`;
  return compressed ? `${name}.gz` : name;
}

/** What a file's name says, or nothing for a file that is no segment. */
export function parseSegmentFile(file: string): SegmentName | undefined {
  const [, writer, firstSeq, gz] = FORM.exec(file) ?? [];
  if (writer === undefined || firstSeq === undefined) return undefined;
  return { writer, firstSeq: Number(firstSeq), compressed: gz !== undefined };
}

/** The name of a segment's uncompressed form, by which the log's lines call it. */
export function plainFile(name: SegmentName): string {
  return segmentFile({ ...name, compressed: false });
}
