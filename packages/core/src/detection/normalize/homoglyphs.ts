/**
 * Letters of other scripts that look like a letter or digit of ASCII, by what they look like. Chosen from
 * Unicode's confusables (UTS #39): single characters that a reader takes for the ASCII one in running text.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  A: 'АΑᎪꓮ',
  B: 'ВΒᏴꓐ',
  C: 'СϹᏟⲤꓚ',
  D: 'Ꭰꓓ',
  E: 'ЕΕᎬꓰ',
  F: 'Ϝꓝ',
  G: 'ԌᏀꓖ',
  H: 'НΗᎻⲎꓧ',
  I: 'ІΙӀⲒꓲ',
  J: 'ЈͿᎫꓙ',
  K: 'КΚᏦⲔꓗ',
  L: 'Ꮮꓡ',
  M: 'МΜᎷⲘꓟ',
  N: 'ΝⲚꓠ',
  O: 'ОΟՕⲞꓳ',
  P: 'РΡᏢⲢꓑ',
  Q: 'Ԛ',
  R: 'ᎡᏒꓣ',
  S: 'ЅՏᏚꓢ',
  T: 'ТΤᎢⲦꓔ',
  U: 'ՍꓴႮ',
  V: 'ѴᏙꓦ',
  W: 'ԜᎳᏔꓪ',
  X: 'ХΧⲬꓫ',
  Y: 'УΥҮᎽⲨꓬ',
  Z: 'ΖᏃꓜ',
  a: 'аαɑᴀ⍺',
  b: 'ЬƅᏏʙ',
  c: 'сϲⲥᴄ',
  d: 'ԁɗᏧᴅ',
  e: 'еєᴇ℮ҽ',
  f: 'ꜰƒ',
  g: 'ɡցɢ',
  h: 'һհᏂʜ',
  i: 'іιıɩɪᎥ',
  j: 'јϳȷյᴊ',
  k: 'кκᴋ',
  l: 'ӏǀʟ',
  m: 'ᴍ',
  n: 'ոռηɴ',
  o: 'оοσօⲟᴏ',
  p: 'рρⲣᴘ',
  q: 'ԛգզ',
  r: 'гʀⲅ',
  s: 'ѕƽꜱ',
  t: 'ᴛτ',
  u: 'υսʋᴜ',
  v: 'ѵνᴠ',
  w: 'ԝѡաɯᴡ',
  x: 'хχ',
  y: 'уүγʏᎩ',
  z: 'ᴢ',
  '3': 'ЗӠƷ',
  '4': 'Ꮞ',
  '6': 'б',
};

/** The ASCII character that each look-alike stands for. All are single UTF-16 code units. */
const TARGETS: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOK_ALIKES).flatMap(([target, glyphs]) =>
    Array.from(glyphs).map((glyph) => [glyph, target] as const),
  ),
);

/** What a letter of another script looks like: a letter or digit of ASCII, or nothing of the kind. */
export function lookAlike(letter: string): string | undefined {
  return TARGETS.get(letter);
}

/** What looks like a letter or digit of ASCII. */
export function lookAlikesOf(character: string): readonly string[] {
  return Array.from(LOOK_ALIKES[character] ?? '');
}
