/** The project's own rows about personal, financial and health data: made values in sentences, forms and records. */
import { fill } from './fill.mjs';
import { AMERICAS } from './personal/americas.mjs';
import { ASIA_EAST } from './personal/asia-east.mjs';
import { ASIA_SOUTH } from './personal/asia-south.mjs';
import { BRITAIN_IRELAND } from './personal/britain-ireland.mjs';
import { EUROPE_EAST } from './personal/europe-east.mjs';
import { EUROPE_NORTH } from './personal/europe-north.mjs';
import { EUROPE_WEST } from './personal/europe-west.mjs';
import { EVERYWHERE } from './personal/everywhere.mjs';
import { GERMAN_SPEAKING } from './personal/german-speaking.mjs';
import { IMPERSONAL } from './personal/impersonal.mjs';
import { LONE } from './personal/lone.mjs';
import { PACIFIC_AFRICA } from './personal/pacific-africa.mjs';
import { RECORDS } from './personal/records.mjs';
import { UNITED_STATES } from './personal/united-states.mjs';
import { Seeded } from './seeded.mjs';

/** Every sentence of a type is filled so often, and so many times with a value that is not one. */
const EACH = 7;
const WRONG = 6;

/** Every type stands alone so often, and every kind of number or code that identifies nobody. */
const LONE_EACH = 2;
const LONE_OTHERS = 12;

const TYPES = [
  ...BRITAIN_IRELAND,
  ...GERMAN_SPEAKING,
  ...EUROPE_NORTH,
  ...EUROPE_WEST,
  ...EUROPE_EAST,
  ...ASIA_SOUTH,
  ...ASIA_EAST,
  ...PACIFIC_AFRICA,
  ...UNITED_STATES,
  ...AMERICAS,
  ...EVERYWHERE,
];

/** How a value of a type is made. */
const MAKERS = Object.fromEntries(TYPES.map(({ type, make }) => [type, make]));

/** Every row; the same in every run. */
export function personalRows() {
  return [
    ...TYPES.flatMap(rowsOf),
    ...RECORDS.flatMap(recordsOf),
    ...IMPERSONAL.map((text) => clean(text, 'impersonal')),
    ...loneRows(),
  ];
}

/** Every entry has a source of randomness of its own, so that a new one leaves the others as they are. */
function rowsOf({ type, make, wrong, sentences, talk }) {
  const random = new Seeded(`personal ${type} ${talk}`);
  const positives = sentences.flatMap((sentence) =>
    Array.from({ length: EACH }, () => ({
      ...fill(sentence, { v: make(random) }, { v: type }),
      source: sourceOf(sentence),
      type,
      labels: [type],
      positive: true,
    })),
  );
  const nearMisses = Array.from({ length: WRONG }, (_, index) => {
    const sentence = sentences[index % sentences.length];
    return {
      text: fill(sentence, { v: wrong(random) }).text,
      source: sourceOf(sentence),
      type,
      labels: [],
      positive: false,
      neg_kind: 'typed_near_miss',
    };
  });
  return [...positives, ...nearMisses, clean(talk, type)];
}

/** A text with several values, each labelled with its type. */
function recordsOf([source, template]) {
  const random = new Seeded(`record ${template}`);
  const types = [...template.matchAll(/\{([a-z_]+)\}/g)].map(([, slot]) => slot);
  return Array.from({ length: EACH }, () => {
    const values = Object.fromEntries(types.map((type) => [type, MAKERS[type](random)]));
    const labels = Object.fromEntries(types.map((type) => [type, type]));
    return {
      ...fill(template, values, labels),
      source,
      type: 'record',
      labels: types,
      positive: true,
    };
  });
}

/** Texts that are one value and nothing else: `lone`, so that they are counted apart. */
function loneRows() {
  const random = new Seeded('lone');
  const values = TYPES.flatMap(({ type, make }) =>
    Array.from({ length: LONE_EACH }, () => ({
      ...fill('{v}', { v: make(random) }, { v: type }),
      source: 'lone',
      type,
      labels: [type],
      positive: true,
      lone: true,
    })),
  );
  const others = Object.entries(LONE).flatMap(([type, make]) =>
    Array.from({ length: LONE_OTHERS }, () => ({ ...clean(make(random), type), lone: true })),
  );
  return [...values, ...others];
}

function clean(text, type) {
  return { text, source: 'talk', type, labels: [], positive: false, neg_kind: 'clean' };
}

/** The kind of place where the value stands. */
function sourceOf(sentence) {
  if (sentence.startsWith('{"')) return 'json';
  return /^[^{]{1,60}[:：]? ?\{v\}$/u.test(sentence) ? 'form' : 'sentence';
}
