/** A half-open range `[start, end)` of UTF-16 code units, never past the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that a detector found. */
export interface Detection {
  /** The family for secrets (`secret`), the kind for the rest (`email`, `phone`, …). */
  readonly type: string;
  /** Id of the detector rule. */
  readonly detector: string;
  /** Most precise tags, normalised; at least one. */
  readonly tags: readonly string[];
  /** 0 to 1. Below 0.5 no default policy rule acts on it. */
  readonly confidence: number;
  /** What replaces the value when a policy redacts it, e.g. `[EMAIL_REDACTED]`. */
  readonly placeholder: string;
  /** The found text itself. For the caller alone: it enters no record, event, metric or message. */
  readonly value: string;
  /** Where in the text; in a structured payload, where inside the string (or key, or printed number) at `path`. */
  readonly location: Span;
  /** JSONPath of the string, number or (with `in: 'key'`) of the object that has the key, e.g. `$.a['b c'][0]`. */
  readonly path?: string;
  /** Set when the key of an object holds it; `path` is then that object's. */
  readonly in?: 'key';
  /** With `in: 'key'`, the whole key. For redaction; it is in no answer. */
  readonly key?: string;
}
