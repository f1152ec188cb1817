import { seeded } from './measure.mjs';

const WORDS =
  'the server reads its settings when it starts and again on every change of the file a request that ' +
  'arrives meanwhile is answered with the old ones so nothing waits and nothing is lost in between see ' +
  'the chapter about operation for the order in which values are taken and for what happens on error';

const FOREIGN =
  'der Server liest seine Einstellungen beim Start und nach jeder Änderung der Datei über die Brücke ' +
  'запрос который приходит тем временем получает старый ответ 要求は古い設定で答えられます λόγος café naïve';

/** Text that holds nothing to find: lower-case English words. The same for the same length. */
export function prose(length) {
  return words(WORDS, length);
}

/** The same in other languages and scripts: most characters are not ASCII. */
export function foreignProse(length) {
  return words(FOREIGN, length);
}

function words(vocabulary, length) {
  const random = seeded(length);
  const list = vocabulary.split(' ');
  let text = '';
  while (text.length < length) text += `${list[Math.floor(random() * list.length)]} `;
  return flat(text.slice(0, length));
}

/** JSON as an API answers it: names, numbers, dates, nothing to find. */
export function json(length) {
  const random = seeded(length + 1);
  const rows = [];
  for (let size = 0; size < length; size += 150) {
    rows.push({
      id: Math.floor(random() * 1e6),
      name: prose(24).trim(),
      created_at: `2026-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}T08:${10 + Math.floor(random() * 50)}:00Z`,
      enabled: random() < 0.5,
      weight: Number((random() * 100).toFixed(3)),
      labels: ['first', 'second'],
    });
  }
  return flat(JSON.stringify(rows, null, 1).slice(0, length));
}

/**
 * A document that is full of values: of every rule its first example, between words.
 *
 * @param rules rules with examples
 */
export function dense(rules, length) {
  const random = seeded(length + 2);
  let text = '';
  while (text.length < length) {
    const rule = rules[Math.floor(random() * rules.length)];
    text += `${prose(40)}\n${rule.examples.positive[0]}\n`;
  }
  return flat(text.slice(0, length));
}

/** The same text in one piece: a string that was put together is read more slowly. */
export function flat(text) {
  return JSON.parse(JSON.stringify(text));
}
