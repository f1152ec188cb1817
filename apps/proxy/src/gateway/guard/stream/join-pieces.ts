/**
 * Several pieces of bytes as one. Those that stand side by side in the same memory are not copied: events that go on as
 * they came are one piece of what came.
 */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first === undefined) return NOTHING;
  if (pieces.length === 1) return first;
  const runs: Uint8Array[] = [];
  let { buffer, byteOffset: start } = first;
  let end = start + first.length;
  for (let at = 1; at < pieces.length; at++) {
    const piece = pieces[at];
    if (piece === undefined) continue;
    if (piece.buffer !== buffer || piece.byteOffset !== end) {
      runs.push(new Uint8Array(buffer, start, end - start));
      ({ buffer, byteOffset: start } = piece);
    }
    end = piece.byteOffset + piece.length;
  }
  const last = new Uint8Array(buffer, start, end - start);
  if (runs.length === 0) return last;
  runs.push(last);
  return Buffer.concat(runs);
}

const NOTHING = new Uint8Array(0);
