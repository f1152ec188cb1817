import {
  EVENT_ID,
  type AliasEvent,
  type Event,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml';
import type { Problem } from '../problem.ts';
import { pathOf, type Frame, type ListFrame, type MapFrame, type PendingKey } from './frames.ts';
import { mergeEntries } from './merge-keys.ts';
import type { ConfigNode } from './node.ts';
import { readScalar, scalarOffset } from './scalar.ts';
import type { Place, Source } from './source.ts';

/** Most values in a file, each alias counted with all that it stands for. */
export const MAX_NODES = 500_000;

/** The text is refused as a whole; the problem is already noted. */
export class TreeRefused extends Error {}

/** Builds nodes from parser events, one event at a time. */
export class TreeBuilder {
  /** The finished tree; undefined while there is none, and for an empty text. */
  root: ConfigNode | undefined;
  private readonly source: Source;
  private readonly problems: Problem[];
  private readonly frames: Frame[] = [];
  private readonly anchors = new Map<string, ConfigNode | 'open'>();
  private readonly sizes = new Map<ConfigNode, number>();
  private total = 0;
  private last: Place;

  constructor(source: Source, problems: Problem[]) {
    this.source = source;
    this.problems = problems;
    this.last = { source, offset: 0 };
  }

  /** Takes the next event. @throws TreeRefused when the text is refused as a whole */
  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.SEQUENCE:
        this.frames.push({ kind: 'list', ...this.open(event), items: [] });
        break;
      case EVENT_ID.MAPPING:
        this.frames.push({
          kind: 'map',
          ...this.open(event),
          entries: [],
          keys: new Map(),
          merged: [],
          key: undefined,
        });
        break;
      case EVENT_ID.SCALAR:
        this.takeScalar(event);
        break;
      case EVENT_ID.ALIAS:
        this.takeAlias(event);
        break;
      case EVENT_ID.POP:
        this.close();
        break;
      case EVENT_ID.DOCUMENT:
        break;
    }
  }

  private takeScalar(event: ScalarEvent): void {
    const offset = scalarOffset(event);
    const place = offset === undefined ? this.last : this.at(offset);
    const reading = readScalar(this.source.text, event);
    const frame = this.frames.at(-1);
    if ('problem' in reading) this.report(reading.problem, place);
    const value = 'problem' in reading ? null : reading.value;
    const node: ConfigNode = { kind: 'scalar', value, place };
    this.sizes.set(node, 1);
    this.count(1, place);
    const anchor = this.anchorOf(event);
    if (anchor !== undefined) this.anchors.set(anchor, node);
    const plain = event.valueStart !== -1 && place.offset === event.valueStart;
    const isKey = frame?.kind === 'map' && frame.key === undefined;
    if (isKey && plain && value === '<<') frame.key = { name: '<<', merge: true, place };
    else this.add(node);
  }

  private takeAlias(event: AliasEvent): void {
    const place = this.at(event.anchorStart - 1);
    const name = this.source.text.slice(event.anchorStart, event.anchorEnd);
    const node = this.anchors.get(name);
    if (node === undefined) return this.refuse(`there is no anchor &${name} above`, place);
    if (node === 'open') return this.refuse(`*${name} stands inside its own anchor`, place);
    this.count(this.sizes.get(node) ?? 1, place);
    this.add(node);
  }

  private open(event: SequenceEvent | MappingEvent): { place: Place; anchor: string | undefined } {
    const place = this.at(event.start);
    const anchor = this.anchorOf(event);
    if (event.tagStart !== -1) this.report('a YAML tag is not supported here; remove it', place);
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    this.count(1, place);
    return { place, anchor };
  }

  private close(): void {
    const frame = this.frames.pop();
    if (frame === undefined) return;
    const node = frame.kind === 'list' ? this.closeList(frame) : this.closeMap(frame);
    const children = node.kind === 'list' ? node.items : node.entries.map((entry) => entry.value);
    const size = children.reduce((sum, child) => sum + (this.sizes.get(child) ?? 1), 1);
    this.sizes.set(node, size);
    if (frame.anchor !== undefined) this.anchors.set(frame.anchor, node);
    this.add(node);
  }

  private closeList(frame: ListFrame): ConfigNode & { kind: 'list' } {
    return { kind: 'list', items: frame.items, place: frame.place };
  }

  private closeMap(frame: MapFrame): ConfigNode & { kind: 'map' } {
    const entries = mergeEntries(frame.entries, frame.merged, (message, place) => {
      this.report(message, place);
    });
    return { kind: 'map', entries, place: frame.place };
  }

  private add(node: ConfigNode): void {
    this.last = node.place.source === this.source ? node.place : this.last;
    const frame = this.frames.at(-1);
    if (frame === undefined) this.root = node;
    else if (frame.kind === 'list') frame.items.push(node);
    else if (frame.key === undefined) frame.key = this.readKey(frame, node);
    else this.addValue(frame, frame.key, node);
  }

  private addValue(frame: MapFrame, key: PendingKey, node: ConfigNode): void {
    if (key.merge) frame.merged.push(node);
    else if (key.name !== undefined) {
      frame.entries.push({ key: key.name, keyPlace: key.place, value: node });
    }
    frame.key = undefined;
  }

  private readKey(frame: MapFrame, node: ConfigNode): PendingKey {
    const refused: PendingKey = { name: undefined, merge: false, place: node.place };
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      this.report('a key must be text; put it in quotes', node.place);
      return refused;
    }
    const name = node.value;
    if (name === '__proto__') {
      this.report('the key "__proto__" is not allowed', node.place);
      return refused;
    }
    const earlier = frame.keys.get(name);
    if (earlier !== undefined) {
      const line = this.source.positionOf(earlier.offset).line;
      this.report(`duplicate key ${JSON.stringify(name)}, first on line ${line}`, node.place);
      return refused;
    }
    frame.keys.set(name, node.place);
    return { name, merge: false, place: node.place };
  }

  private anchorOf(event: ScalarEvent | SequenceEvent | MappingEvent): string | undefined {
    return event.anchorStart === -1
      ? undefined
      : this.source.text.slice(event.anchorStart, event.anchorEnd);
  }

  private count(nodes: number, place: Place): void {
    this.total += nodes;
    if (this.total > MAX_NODES) {
      this.refuse(`the file holds more than ${MAX_NODES} values, aliases written out`, place);
    }
  }

  private at(offset: number): Place {
    return { source: this.source, offset };
  }

  private report(message: string, place: Place): void {
    this.problems.push({ message, path: pathOf(this.frames), place });
  }

  private refuse(message: string, place: Place): never {
    this.report(message, place);
    throw new TreeRefused(message);
  }
}
