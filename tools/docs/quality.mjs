/** Tables of the recorded quality of the detectors, for the pages that show it. */
import { FAMILIES } from '../eval/figures.mjs';
import { table } from './table.mjs';

const SETS = [
  ['own', "the project's own"],
  ['shared', "other projects'"],
];

/** Every figure of every family, in both sets of rows. */
export function familyTable(record) {
  const rows = Object.entries(FAMILIES).flatMap(([family, { title }]) =>
    SETS.filter(([set]) => record[set]?.[family]).flatMap(([set, words]) =>
      familyRows(title, words, record[set][family]),
    ),
  );
  return table(['family', 'rows of', 'what', 'rows', 'acting', 'at any confidence'], rows);
}

function familyRows(title, words, { recall, false: wrong, precision }) {
  const rated =
    (prefix) =>
    ([name, rate]) => [
      title,
      words,
      `${prefix}, ${name}`,
      String(rate.rows),
      share(rate.acting),
      share(rate.any),
    ];
  return [
    ...Object.entries(recall).map(rated('recall')),
    ...Object.entries(wrong).map(rated('false positives')),
    [title, words, 'precision', '', share(precision), ''],
  ];
}

/** What is found in text in which there is nothing to find. */
export function cleanTable(record) {
  const rows = SETS.filter(([set]) => record[set]?.clean).flatMap(([set, words]) => {
    const { characters, families } = record[set].clean;
    return Object.entries(families).map(([family, { findings, acting, any }]) => [
      FAMILIES[family].title,
      words,
      `${Math.round(characters / 1000)} KB`,
      String(findings),
      acting.toFixed(1),
      any.toFixed(1),
    ]);
  });
  return table(
    ['family', 'rows of', 'text', 'findings', 'acting per MB', 'at any confidence per MB'],
    rows,
  );
}

/** The kinds of a family's own rows, which for personal data are its types: those of a list, or all. */
export function typeTable(record, family, wanted) {
  const types = Object.entries(record.own?.[family]?.types ?? {}).filter(
    ([type]) => wanted === undefined || wanted.has(type),
  );
  const rows = types.map(([type, { recall, false: wrong, precision }]) => [
    `\`${type}\``,
    String(recall.rows),
    share(recall.acting),
    String(wrong.rows),
    share(wrong.acting),
    share(precision),
  ]);
  return table(['kind', 'to find', 'recall', 'to leave', 'false positives', 'precision'], rows);
}

/** In how many of the project's own rows a detector acts, and in how many of them wrongly. */
export function casesOf(record, id) {
  const { found = 0, false: wrong = 0 } = record.detectors?.[id] ?? {};
  return wrong === 0 ? String(found) : `${found} (${wrong} false)`;
}

function share(value) {
  return value === null || value === undefined ? '' : value.toFixed(3);
}
