import type { Random } from './random.ts';

/** Ways to write a text so that it is not there as it stands. Each can be applied to what another made. */
export const DISGUISES: readonly ((text: string) => string)[] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) =>
    (
      Buffer.from(text)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    ).join('\n'),
  (text) => (Buffer.from(text).toString('hex').match(/../g) ?? []).join(' '),
  (text) => text.replace(/[!-/:-@]/g, (char) => encodeURIComponent(char)),
  (text) =>
    Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (text) => text.replace(/./gs, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => text.replace(/[a-z]/g, (char) => `&#${char.charCodeAt(0)};`),
  (text) => text.split('').join('\u200b'),
  (text) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  (text) => text.replace(/[aeo]/g, (char) => ({ a: 'а', e: 'е', o: 'о' })[char] ?? char),
  (text) => `"${text.replace(/.{5}/gs, '$&" + "')}"`,
  (text) => JSON.stringify(text),
];

/** A text in one or more disguises, or as it is. */
export function disguised(next: Random, text: string): string {
  let result = text;
  while (next() < 0.4)
    result = DISGUISES[Math.floor(next() * DISGUISES.length)]?.(result) ?? result;
  return result;
}
