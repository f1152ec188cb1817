import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  loadConfig,
  watchConfig,
  type ConfigWatch,
  type LoadedConfig,
  type Timer,
  type WatchConfigOptions,
  type WatchFolder,
} from '../src/index.ts';

let folder: string;
let watch: ConfigWatch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-watch-'));
});

afterEach(async () => {
  watch?.close();
  await rm(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);
const write = (name: string, text: string) => writeFile(path(name), text);
const port = (value: number) => `server: { port: ${value} }\n`;

/** A timer that goes off when it is told to. */
class ManualTimer implements Timer {
  private readonly waiting = new Map<object, () => void>();
  readonly delays: number[] = [];

  start(callback: () => void, milliseconds: number): unknown {
    const handle = {};
    this.waiting.set(handle, callback);
    this.delays.push(milliseconds);
    return handle;
  }

  cancel(handle: unknown): void {
    this.waiting.delete(handle as object);
  }

  get pending(): number {
    return this.waiting.size;
  }

  /** Waits until it is started. */
  async armed(): Promise<void> {
    await until(() => this.waiting.size > 0);
  }

  fire(): void {
    const callbacks = [...this.waiting.values()];
    this.waiting.clear();
    for (const callback of callbacks) callback();
  }
}

/** Lets whatever can go on do so, until something holds. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn++) {
    if (turn > 100_000) throw new Error('It never came.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Fires a timer until something is told. */
async function firing(timer: ManualTimer, told: Told): Promise<number> {
  await until(() => {
    timer.fire();
    return told.count > 0;
  });
  return told.nextPort();
}

/** Results in the order in which they were told, each waited for. */
class Told {
  private readonly results: unknown[] = [];
  private wake: (() => void) | undefined;

  push(result: unknown): void {
    this.results.push(result);
    this.wake?.();
  }

  get count(): number {
    return this.results.length;
  }

  async next(): Promise<unknown> {
    while (this.results.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.results.shift();
  }

  async nextPort(): Promise<number> {
    return ((await this.next()) as LoadedConfig).config.server.port;
  }
}

async function start(options: Partial<WatchConfigOptions> = {}): Promise<Told> {
  const told = new Told();
  const load = { cwd: folder, environment: {} };
  watch = watchConfig({
    ...load,
    current: await loadConfig({ ...load, ...options }),
    onChange: (loaded) => {
      told.push(loaded);
    },
    onError: (error) => {
      told.push(error);
    },
    ...options,
  });
  return told;
}

describe('with the real clock and real folders', () => {
  test('a file that is written anew', async () => {
    await write('safeai.yaml', port(1));
    const told = await start({ debounceMs: 5 });
    await write('safeai.yaml', port(2));
    expect(await told.nextPort()).toBe(2);
  });

  test('a file that an editor replaces by renaming, twice', async () => {
    await write('safeai.yaml', port(1));
    const told = await start({ debounceMs: 5 });
    for (const value of [2, 3]) {
      await write('.safeai.yaml.swp', port(value));
      await rename(path('.safeai.yaml.swp'), path('safeai.yaml'));
      expect(await told.nextPort()).toBe(value);
    }
  });

  test('a ConfigMap whose ..data link is swapped', async () => {
    for (const [version, value] of [
      ['..1', 1],
      ['..2', 2],
    ] as const) {
      await mkdir(path(version));
      await write(`${version}/safeai.yaml`, port(value));
    }
    await symlink('..1', path('..data'));
    await symlink('..data/safeai.yaml', path('safeai.yaml'));
    const told = await start({ debounceMs: 5 });
    await symlink('..2', path('..data_tmp'));
    await rename(path('..data_tmp'), path('..data'));
    expect(await told.nextPort()).toBe(2);
  });

  test('a link to a file elsewhere', async () => {
    await mkdir(path('here'));
    await mkdir(path('there'));
    await write('there/real.yaml', port(1));
    await symlink('../there/real.yaml', path('here/safeai.yaml'));
    const told = await start({ debounceMs: 5, cwd: path('here') });
    await write('there/real.yaml', port(2));
    expect(await told.nextPort()).toBe(2);
  });

  test('a file that a pattern comes to match, in a folder that was not there', async () => {
    await write('safeai.yaml', 'policy_files: [policies/*.yaml]');
    const told = await start({ debounceMs: 5 });
    await mkdir(path('policies'));
    await write('policies/a.yaml', '- { name: a, boundary: input, action: block }');
    const loaded = (await told.next()) as LoadedConfig;
    expect(loaded.config.policies.map((rule) => rule.name)).toEqual(['a']);
  });

  test('an error is told once; what follows it is told', async () => {
    await write('safeai.yaml', port(1));
    const told = await start({ debounceMs: 5 });
    await write('safeai.yaml', 'server: { prot: 2 }\n');
    expect(await told.next()).toMatchObject({
      code: 'invalid_config',
      message: 'safeai.yaml:1:11: server.prot: unknown key; did you mean "port"?',
    });
    await write('safeai.yaml', port(3));
    expect(await told.nextPort()).toBe(3);
    expect(told.count).toBe(0);
  });

  test('a file that is removed is an error, not the defaults', async () => {
    await write('safeai.yaml', port(1));
    const told = await start({ debounceMs: 5 });
    await rm(path('safeai.yaml'));
    expect(await told.next()).toMatchObject({
      message: 'safeai.yaml:1:1: there is no such file',
    });
    await write('safeai.yaml', port(2));
    expect(await told.nextPort()).toBe(2);
  });

  test('a file that appears beside the defaults', async () => {
    const told = await start({ debounceMs: 5 });
    await write('safeai.yaml', port(2));
    expect(await told.nextPort()).toBe(2);
  });
});

describe('with a timer and folders of the test', () => {
  /** Watches nothing; events come from the test. */
  function manual(): {
    timer: ManualTimer;
    open: Set<string>;
    touch: () => void;
    options: Partial<WatchConfigOptions>;
  } {
    const timer = new ManualTimer();
    const open = new Set<string>();
    const listeners = new Set<() => void>();
    const watchFolder: WatchFolder = (name, onEvent) => {
      open.add(name);
      // A listener of its own: the same callback may be given for several folders.
      const listener = () => {
        onEvent();
      };
      listeners.add(listener);
      return {
        close: () => {
          listeners.delete(listener);
        },
      };
    };
    const touch = () => {
      for (const listener of [...listeners]) listener();
    };
    return { timer, open, touch, options: { timer, watchFolder } };
  }

  test('many events are one load, 200 ms after the last one, and another to confirm it', async () => {
    await write('safeai.yaml', port(1));
    const { timer, touch, options } = manual();
    const told = await start(options);
    await write('safeai.yaml', port(2));
    for (let index = 0; index < 5; index++) touch();
    expect(timer.pending).toBe(1);
    expect(new Set(timer.delays)).toEqual(new Set([200]));
    timer.fire();
    await timer.armed();
    expect(told.count).toBe(0);
    timer.fire();
    expect(await told.nextPort()).toBe(2);
    expect(timer.pending).toBe(0);
  });

  test('events without end put a load off only so long', async () => {
    await write('safeai.yaml', port(1));
    const { timer, touch, options } = manual();
    await start(options);
    for (let index = 0; index < 100; index++) touch();
    expect(timer.delays).toHaveLength(11);
  });

  test('a touched file is not a change', async () => {
    await write('safeai.yaml', port(1));
    const { timer, touch, options } = manual();
    const told = await start(options);
    timer.fire();
    await write('safeai.yaml', port(1));
    touch();
    timer.fire();
    // The file may still be being read: it must not be seen half written.
    await write('new.yaml', port(2));
    await rename(path('new.yaml'), path('safeai.yaml'));
    touch();
    expect(await firing(timer, told)).toBe(2);
  });

  test.each([
    ['emptied before it is filled', () => write('safeai.yaml', '')],
    ['half written', () => write('safeai.yaml', 'server: { port: ')],
    ['between two names', () => rm(path('safeai.yaml'))],
  ])('a file that is %s is not put in force', async (_, disturb) => {
    await write('safeai.yaml', port(1));
    const { timer, touch, options } = manual();
    const told = await start(options);
    await disturb();
    touch();
    timer.fire();
    await timer.armed();
    await write('safeai.yaml', port(2));
    expect(await firing(timer, told)).toBe(2);
  });

  test('closed, it tells nothing and waits for nothing', async () => {
    await write('safeai.yaml', port(1));
    const { timer, touch, options } = manual();
    const told = await start(options);
    watch?.close();
    await write('safeai.yaml', port(2));
    touch();
    expect(timer.pending).toBe(0);
    expect(told.count).toBe(0);
  });

  test('folders that cannot be watched are left out', async () => {
    await write('safeai.yaml', port(1));
    const { timer, options } = manual();
    const told = await start({
      ...options,
      watchFolder: () => {
        throw new Error('No more watches.');
      },
    });
    await write('safeai.yaml', port(2));
    expect(await firing(timer, told)).toBe(2);
  });
});
