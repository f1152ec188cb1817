/** The project's own rows about secrets: documented formats in the places where they turn up. */
import { fill } from './fill.mjs';
import { BARE_CONTEXTS, NAMED_CONTEXTS, spellings } from './secret-contexts.mjs';
import { FORMATS } from './secret-formats.mjs';
import { aboutFormat, broken, lookalikes } from './secret-lookalikes.mjs';
import { HARMLESS_TEXTS, surroundings, TEXTS } from './secret-texts.mjs';
import { Seeded } from './seeded.mjs';

/** Every format stands in so many contexts. */
const NAMED_EACH = 4;
const BARE_EACH = 2;
const TEXTS_EACH = 3;

/** Every row; the same in every run. */
export function secretRows() {
  const random = new Seeded('secrets');
  const values = FORMATS.flatMap((format, index) => valueRows(format, index, random));
  const texts = TEXTS.flatMap(({ group, source, template, make }) =>
    Array.from({ length: TEXTS_EACH }, () =>
      positive(group, source, template, { ...surroundings(random), v: make(random) }),
    ),
  );
  const about = FORMATS.flatMap((format, index) =>
    aboutFormat(format, index, random).map((row) => negative(format.group, row)),
  );
  const others = [...lookalikes(random), ...broken(random)].map((row) =>
    negative('lookalike', row),
  );
  const harmless = HARMLESS_TEXTS.map(([group, ...row]) => negative(group, row));
  return [...values, ...texts, ...about, ...harmless, ...others];
}

function valueRows({ group, name, make, bare }, index, random) {
  const contexts = [
    ...turn(NAMED_CONTEXTS, index * NAMED_EACH, NAMED_EACH),
    ...(bare ? turn(BARE_CONTEXTS, index * BARE_EACH, BARE_EACH) : []),
  ];
  return contexts.map(([source, template]) =>
    positive(group, source, template, { ...spellings(name), v: make(random) }),
  );
}

/** So many of a list from a place on, and from its beginning when it ends. */
function turn(list, from, count) {
  return Array.from({ length: count }, (_, index) => list[(from + index) % list.length]);
}

function positive(group, source, template, values) {
  return { ...fill(template, values), source, type: group, labels: ['secret'], positive: true };
}

function negative(group, [source, text]) {
  return { text, source, type: group, labels: [], positive: false, neg_kind: 'clean' };
}
