import { fstatSync, type Stats, statSync } from 'node:fs';
import { devNull } from 'node:os';
import { Readable } from 'node:stream';
import { UsageError } from '../errors/usage-error.ts';
import type { InputStream } from '../host.ts';

/**
 * The standard input of this process. Node gives an empty stream for what it cannot read, and the null device
 * in place of a closed one: reading either fails here, for what was not read must not be judged as empty.
 */
export function standardInput(): InputStream {
  const { stdin } = process;
  if (isStandIn(stdin)) return unreadable('it is no file, pipe or terminal');
  if (isNullDevice(stdin.fd)) return unreadable('it is closed or the null device');
  return stdin;
}

/** Whatever can be read has a class of its own: a file, a socket, a terminal. */
function isStandIn(stream: Readable): boolean {
  return Object.getPrototypeOf(stream) === Readable.prototype;
}

function isNullDevice(descriptor: number): boolean {
  let input: Stats;
  let none: Stats;
  try {
    input = fstatSync(descriptor);
    none = statSync(devNull);
  } catch {
    // Reading it will tell.
    return false;
  }
  return input.isCharacterDevice() && none.isCharacterDevice() && input.rdev === none.rdev;
}

function unreadable(reason: string): InputStream {
  return new Readable({
    read() {
      this.destroy(new UsageError(`cannot read standard input: ${reason}`));
    },
  });
}
