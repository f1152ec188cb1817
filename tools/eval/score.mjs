/**
 * From rows to trials: one row gives one trial or, for personal data, one for every labelled value.
 *
 * A trial says what was to be found (`positive`) or to be left alone, and whether something was reported:
 * `acting` at a confidence of 0.5 or more, where the shipped policy acts, `any` at any confidence.
 */
import { wireTypesOf } from './types.mjs';

/** The confidence from which the shipped policy acts. */
const ACTING = 0.5;

const FAMILY_TAGS = {
  secrets: ['secret'],
  personal: ['personal'],
  injection: ['injection'],
  destructive: ['destructive', 'tampering'],
};

/** Every trial of a family's rows. `known`: the wire types of the catalogue. */
export function trialsOf({ family, set, rows, scan, known }) {
  return rows.flatMap((row) => {
    const position = family === 'destructive' ? 'command' : 'prose';
    const detections = scan(row, { position });
    const trial = {
      family,
      set,
      source: row.source,
      type: row.type,
      number: row.number,
      length: row.text?.length ?? 0,
      positive: row.positive,
      part: 'scored',
    };
    if (family === 'clean') return cleanTrials(trial, detections);
    if (family === 'evasion') return [{ ...trial, ...evasionTrial(row, detections) }];
    const own = detections.filter((detection) => belongsTo(detection, family));
    if (family === 'personal') {
      const trials = personalTrials(trial, row, own, known);
      return row.lone ? trials.map((one) => ({ ...one, part: 'lone' })) : trials;
    }
    return [{ ...trial, ...familyTrial(family, row, own) }];
  });
}

function familyTrial(family, row, detections) {
  if (row.neg_kind === 'policy_dependent') return { part: 'policy-dependent', ...seen([]) };
  if (!row.positive) {
    return {
      part: row.neg_kind === 'typed_near_miss' ? 'near-miss' : 'scored',
      ...seen(detections),
    };
  }
  const spans = row.spans ?? secretSpans(row);
  const found = detections.filter(
    ({ location }) => spans.length === 0 || spans.some((span) => overlap(location, span) > 0),
  );
  const apart = family === 'injection' && row.source.startsWith('BIPIA');
  return { part: apart ? 'bipia' : 'scored', ...seen(found) };
}

/** A value in disguise is found by a finding of its own family; plain text in the same disguise by none. */
function evasionTrial(row, detections) {
  const [family] = row.labels;
  if (family === undefined) return seen(detections);
  const own = detections.filter((detection) => belongsTo(detection, family));
  return seen(
    own.filter(({ location }) => row.spans?.some((s) => overlap(location, s) > 0) ?? true),
  );
}

function secretSpans({ text, secrets = [] }) {
  return secrets.flatMap((secret) => {
    const at = text.indexOf(secret);
    return at === -1 ? [] : [[at, at + secret.length]];
  });
}

function personalTrials(trial, row, detections, known) {
  if (!row.positive && row.neg_kind === 'typed_near_miss') {
    const { types, part } = wireTypesOf(row.type, known);
    const wrong = detections.filter(({ type }) => types.includes(type));
    return [{ ...trial, type: types[0] ?? row.type, part: nearMissPart(part), ...seen(wrong) }];
  }
  const labelled = (row.spans ?? []).map(([start, end, label], index) => ({
    span: [start, end],
    label: label ?? row.labels[index] ?? row.type,
  }));
  const trials = labelled.map(({ span, label }) => {
    const { types, part } = wireTypesOf(label, known);
    const found = detections.filter(
      ({ type, location }) => types.includes(type) && half(location, span),
    );
    return {
      ...trial,
      positive: true,
      type: types[0] ?? label.toLowerCase(),
      part,
      ...seen(found),
    };
  });
  if (row.positive && labelled.length === 0) {
    const { types, part } = wireTypesOf(row.type, known);
    const found = detections.filter(({ type }) => types.includes(type));
    trials.push({ ...trial, type: types[0] ?? row.type, part, ...seen(found) });
  }
  if (!row.positive) {
    // What stands on a labelled value is right, whatever it is called.
    const wrong = detections.filter(
      ({ location }) => !labelled.some(({ span }) => overlap(location, span) > 0),
    );
    trials.push({ ...trial, ...seen(wrong) });
  }
  return trials;
}

function nearMissPart(part) {
  return part === 'scored' || part === 'address' ? 'near-miss' : part;
}

/** In clean text every finding is false: one trial for the text and family, so that they can be counted apart. */
function cleanTrials(trial, detections) {
  return Object.keys(FAMILY_TAGS).map((family) => ({
    ...trial,
    about: family,
    ...seen(detections.filter((detection) => belongsTo(detection, family))),
  }));
}

function belongsTo({ tags }, family) {
  return tags.some((tag) => FAMILY_TAGS[family].includes(tag.split('.')[0]));
}

function seen(detections) {
  const acting = detections.filter(({ confidence }) => confidence >= ACTING);
  return {
    acting: acting.length > 0,
    any: detections.length > 0,
    actingFindings: acting.length,
    anyFindings: detections.length,
    detectors: detections.map(({ detector }) => detector),
    actors: acting.map(({ detector }) => detector),
  };
}

/** Characters that a place and a span share. */
function overlap({ start, end }, [from, to]) {
  return Math.min(end, to) - Math.max(start, from);
}

/** Whether they share at least half of the longer one. */
function half(location, span) {
  const longer = Math.max(location.end - location.start, span[1] - span[0]);
  return overlap(location, span) * 2 >= longer;
}
