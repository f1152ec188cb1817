const counts = new Uint32Array(256);

/**
 * Shannon entropy of a text in bits per UTF-16 code unit: 0 for a single repeated character, 4 for
 * evenly spread hexadecimal digits, 6 for evenly spread base64. Code units past U+00FF are told apart by
 * their low byte alone. O(length).
 */
export function shannonEntropy(text: string): number {
  if (text.length === 0) return 0;
  for (let at = 0; at < text.length; at++) {
    const slot = text.charCodeAt(at) & 0xff;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const slot = text.charCodeAt(at) & 0xff;
    const count = counts[slot] ?? 0;
    if (count === 0) continue;
    sum += count * Math.log2(count);
    counts[slot] = 0;
  }
  return Math.log2(text.length) - sum / text.length;
}
