import { EncodedReading } from './encoded-reading.ts';
import { SpellingReading } from './spelling-reading.ts';

export function asksForSpelling(text: string): boolean {
  const reading = new SpellingReading();
  reading.read(text, true);
  return reading.changed;
}

export function asksForDecoding(text: string): boolean {
  const reading = new EncodedReading();
  reading.read(text, true);
  return reading.changed;
}
