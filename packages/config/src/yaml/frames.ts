import type { ConfigNode, MapEntry, PathStep } from './node.ts';
import type { Place } from './source.ts';

/** A list that is being read. */
export interface ListFrame {
  readonly kind: 'list';
  readonly place: Place;
  readonly anchor: string | undefined;
  readonly items: ConfigNode[];
}

/** A map that is being read. */
export interface MapFrame {
  readonly kind: 'map';
  readonly place: Place;
  readonly anchor: string | undefined;
  readonly entries: MapEntry[];
  readonly keys: Map<string, Place>;
  /** Maps that `<<` brings in, first one first. */
  readonly merged: ConfigNode[];
  key: PendingKey | undefined;
}

/** A key whose value comes next. */
export interface PendingKey {
  /** Undefined for a key that is refused: its value is read and dropped. */
  readonly name: string | undefined;
  readonly merge: boolean;
  readonly place: Place;
}

/** What is being read. */
export type Frame = ListFrame | MapFrame;

/** The way to what is read next. */
export function pathOf(frames: readonly Frame[]): PathStep[] {
  return frames.flatMap((frame): PathStep[] => {
    if (frame.kind === 'list') return [frame.items.length];
    return frame.key?.name === undefined ? [] : [frame.key.name];
  });
}
