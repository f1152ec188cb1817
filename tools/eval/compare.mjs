/** Tells what has become worse between two measurements. */
import { ENOUGH_ROWS } from './measure.mjs';

/** One point: a share may be worse by so much. Findings in clean text, per million characters, likewise. */
const TOLERANCE = 0.01;

/**
 * Every figure of a family that is worse than recorded by more than a point.
 *
 * @param name what the figures are of, for the messages
 * @param recorded as `figuresFor` gives them, of an earlier time
 * @param measured of now
 * @returns one sentence for each
 */
export function regressions(name, recorded, measured) {
  return figuresIn(name, recorded)
    .map((figure) => ({ ...figure, now: valueAt(measured, figure.path) }))
    .filter(({ value, now, up }) => now === undefined || worse(value, now, up))
    .map(({ title, value, now }) =>
      now === undefined
        ? `${title}: recorded ${value}, now not measured`
        : `${title}: recorded ${value}, measured ${now}`,
    );
}

function worse(value, now, up) {
  const loss = up ? value - now : now - value;
  return loss > TOLERANCE + 1e-9;
}

/** `{ title, path, value, up }` of every figure that counts. `up`: whether more is better. */
function figuresIn(name, record) {
  const figures = record.families ? cleanFigures(record.families) : familyFigures(record);
  return figures
    .map((figure) => ({
      ...figure,
      title: `${name}, ${figure.title}`,
      value: valueAt(record, figure.path),
    }))
    .filter(({ value }) => value !== null && value !== undefined);
}

function cleanFigures(families) {
  return Object.keys(families).map((family) => ({
    title: `findings of ${family} per million characters`,
    path: ['families', family, 'acting'],
    up: false,
  }));
}

function familyFigures({ recall, false: wrong, types }) {
  return [
    ...Object.keys(recall).map((key) => share('recall', key, true)),
    ...Object.keys(wrong).map((key) => share('false', key, false)),
    { title: 'precision', path: ['precision'], up: true },
    ...Object.entries(types).flatMap(([type, of]) => typeFigures(type, of)),
  ];
}

function share(kind, key, up) {
  const what = up ? 'recall' : 'false positives';
  return { title: `${what} (${key})`, path: [kind, key, 'acting'], up };
}

function typeFigures(type, { recall, false: wrong }) {
  return [
    [recall, 'recall', true],
    [wrong, 'false', false],
  ]
    .filter(([{ rows }]) => rows >= ENOUGH_ROWS)
    .map(([, kind, up]) => ({
      title: `${up ? 'recall' : 'false positives'} of type ${type}`,
      path: ['types', type, kind, 'acting'],
      up,
    }));
}

function valueAt(record, path) {
  return path.reduce((value, key) => value?.[key] ?? undefined, record);
}
