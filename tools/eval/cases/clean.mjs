/** The project's own clean text: prose in five languages, code, logs, tables, settings. Whatever is found is false. */
import { DOCUMENTS } from './clean/documents.mjs';
import { BUSINESS, FRENCH, GERMAN, LATIN, SPANISH, TECHNICAL } from './clean/sentences.mjs';
import { wordFor } from './clean/words.mjs';
import { Seeded } from './seeded.mjs';

const PROSE = {
  technical: TECHNICAL,
  business: BUSINESS,
  german: GERMAN,
  french: FRENCH,
  spanish: SPANISH,
  latin: LATIN,
};

/** Documents of every kind, and the characters that each has at least. */
const EACH = 5;
const LENGTH = 2500;

/** Every row; the same in every run. */
export function cleanRows() {
  const prose = Object.entries(PROSE).flatMap(([kind, sentences]) =>
    rowsOf(kind, sentences, prosaic),
  );
  const documents = Object.entries(DOCUMENTS).flatMap(([kind, lines]) =>
    rowsOf(kind, lines, listed),
  );
  return [...prose, ...documents];
}

function rowsOf(kind, templates, write) {
  const random = new Seeded(`clean ${kind}`);
  return Array.from({ length: EACH }, () => ({
    text: write(templates, random),
    source: kind,
    type: 'clean',
    labels: [],
    positive: false,
    neg_kind: 'clean',
  }));
}

/** Sentences in any order, a few to the paragraph. */
function prosaic(sentences, random) {
  let text = '';
  while (text.length < LENGTH) {
    text += filled(random.pick(sentences), random);
    text += random.int(1, 5) === 1 ? '\n\n' : ' ';
  }
  return text;
}

/** The lines in their order, again and again. */
function listed(lines, random) {
  let text = '';
  for (let index = 0; text.length < LENGTH; index++) {
    text += `${filled(lines[index % lines.length], random)}\n`;
  }
  return text;
}

/** Every slot with a value of its own, also where one stands twice. */
function filled(template, random) {
  return template.replace(/\{([a-zA-Z]+)\}/g, (slot, name) => wordFor(name, random) ?? slot);
}
