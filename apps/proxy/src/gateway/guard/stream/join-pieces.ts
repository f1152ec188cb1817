/**
 * Several pieces of bytes as one. Those that stand side by side in the same memory are not copied: events that go on as
 * they came are one piece of what came.
 */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const runs: Uint8Array[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.buffer === piece.buffer && last.byteOffset + last.length === piece.byteOffset) {
      const length = last.length + piece.length;
      runs[runs.length - 1] = new Uint8Array(last.buffer, last.byteOffset, length);
    } else runs.push(piece);
  }
  const [only] = runs;
  return runs.length === 1 && only !== undefined ? only : Buffer.concat(runs);
}
