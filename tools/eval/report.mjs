/** Prints figures, and what fails, as tables of text. Never a row's text or a value in it. */
import { FAMILIES } from './figures.mjs';

/** The figures of one family in one set of rows. `types`: a line for every type too. */
export function printFigures(family, set, figures, { types = false } = {}) {
  const lines = [['', 'rows', 'acting', 'any']];
  for (const [name, rate] of Object.entries(figures.recall))
    lines.push(line(`recall, ${name}`, rate));
  for (const [name, rate] of Object.entries(figures.false)) {
    lines.push(line(`false positives, ${name}`, rate));
  }
  lines.push(['precision', '', percent(figures.precision), '']);
  if (types) {
    for (const [type, { recall, false: wrong }] of Object.entries(figures.types)) {
      if (recall.rows > 0) lines.push(line(`  ${type}: recall`, recall));
      if (wrong.rows > 0) lines.push(line(`  ${type}: false positives`, wrong));
    }
  }
  print(`${FAMILIES[family].title}, ${set} rows`, lines);
}

/** The findings in clean text, by family. */
export function printClean(set, { characters, families }) {
  const lines = [['', 'findings', 'acting per MB', 'any per MB']];
  for (const [family, { findings, acting, any }] of Object.entries(families)) {
    lines.push([family, String(findings), acting.toFixed(1), any.toFixed(1)]);
  }
  print(`Clean text, ${set} rows, ${Math.round(characters / 1000)} KB`, lines);
}

/** How many trials fail, by source, type and, for false findings, detector. */
export function printMisses(family, set, trials) {
  const counts = new Map();
  for (const trial of failures(trials)) {
    const what = trial.positive ? 'missed' : 'false';
    const detectors = [...new Set(trial.detectors)].join(' ');
    const seen = trial.positive ? (trial.any ? `only below 0.5: ${detectors}` : '') : detectors;
    const key = [what, trial.part, trial.source, trial.type, seen].join('\t');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const lines = [...counts]
    .sort(([left, a], [right, b]) => b - a || (left < right ? -1 : 1))
    .map(([key, count]) => [...key.split('\t'), String(count)]);
  print(`Failures in ${family}, ${set} rows`, [
    ['what', 'part', 'source', 'type', 'detectors', 'count'],
    ...lines,
  ]);
}

/** The line numbers of the rows that fail. */
export function printRows(family, set, trials) {
  const failed = failures(trials);
  for (const [what, positive] of [
    ['missed', true],
    ['false', false],
  ]) {
    const numbers = failed.filter((trial) => trial.positive === positive).map((t) => t.number);
    console.log(`\n${family}, ${set} rows, ${what}: ${[...new Set(numbers)].join(' ') || 'none'}`);
  }
}

function failures(trials) {
  const scored = ['scored', 'near-miss', 'address', 'bipia', 'lone'];
  return trials.filter(
    ({ positive, acting, part }) => scored.includes(part) && positive !== acting,
  );
}

function line(name, { rows, acting, any }) {
  return [name, String(rows), percent(acting), percent(any)];
}

function percent(share) {
  return share === null ? '–' : share.toFixed(3);
}

function print(title, lines) {
  console.log(`\n${title}`);
  const widths = lines[0].map((_, index) => Math.max(...lines.map((cells) => cells[index].length)));
  for (const cells of lines) {
    console.log(`  ${cells.map((cell, index) => cell.padEnd(widths[index])).join('  ')}`.trimEnd());
  }
}
