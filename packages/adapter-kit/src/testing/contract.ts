import assert from 'node:assert/strict';
import type { JsonObject } from '@safeai/core';
import type { AdapterOptions } from '../options.ts';
import { isGuardOutage } from '../outage.ts';
import type { AdapterDriver, Conversed, ScriptedTurn } from './driver.ts';
import { approveAll, APPROVER, testGuard, type TestGuard } from './guards.ts';

/** The test runner's own words. */
export interface Runner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly test: (name: string, body: () => Promise<void>) => unknown;
}

/** A key in the form of OpenAI's; it is nobody's. */
const KEY = 'sk-ABCDEF1234567890ABCDEF';
const MAIL = 'alice@example.com';
const DELETE: ScriptedTurn = {
  calls: [{ id: 'call_delete', name: 'database_query', arguments: { query: 'DELETE FROM users' } }],
};

/**
 * What every adapter must do, whole and streamed, with a guard in the program and with one behind a gateway.
 *
 * @example
 * adapterContract(driver, { describe, test });
 */
export function adapterContract(driver: AdapterDriver, { describe, test }: Runner): void {
  for (const isRemote of [false, true]) {
    for (const isStreamed of driver.isStreaming === false ? [false] : [false, true]) {
      const how = `${isRemote ? 'gateway' : 'in process'}, ${isStreamed ? 'streamed' : 'whole'}`;
      describe(`${driver.name}, ${how}`, () => {
        for (const [name, scenario] of Object.entries(SCENARIOS)) {
          test(name, () => scenario(new Bench(driver, isRemote, isStreamed)));
        }
      });
    }
  }
}

/** One conversation and what it left behind. */
class Bench {
  readonly driver: AdapterDriver;
  readonly told: TestGuard;
  readonly isStreamed: boolean;
  /** Parameters of tools that ran, by name. */
  readonly runs: [string, JsonObject][] = [];
  readonly pending: string[] = [];

  constructor(driver: AdapterDriver, isRemote: boolean, isStreamed: boolean) {
    this.driver = driver;
    this.isStreamed = isStreamed;
    this.told = testGuard({ isRemote });
  }

  converse(
    turns: readonly ScriptedTurn[],
    {
      users = ['Do it.'],
      options = {},
      decide = () => Promise.resolve(),
      answers = {},
    }: {
      readonly users?: readonly string[];
      readonly options?: Partial<AdapterOptions>;
      readonly decide?: () => Promise<void>;
      readonly answers?: Readonly<Record<string, unknown>>;
    } = {},
  ): Promise<Conversed> {
    const run =
      (name: string) =>
      (parameters: JsonObject): unknown => {
        // A copy: what a client makes may be of another realm.
        this.runs.push([name, JSON.parse(JSON.stringify(parameters)) as JsonObject]);
        const answer = answers[name] ?? { ok: true };
        return typeof answer === 'function' ? (answer as () => unknown)() : answer;
      };
    const tools = ['send_note', 'lookup', 'database_query', 'bash'];
    return this.driver.converse({
      options: {
        guard: this.told.guard,
        agentId: 'bot',
        sessionId: 'session-1',
        onPending: ({ approvalRequestId }) => this.pending.push(approvalRequestId),
        ...options,
      } as AdapterOptions,
      users,
      turns,
      tools: Object.fromEntries(tools.map((name) => [name, run(name)])),
      isStreamed: this.isStreamed,
      decide,
    });
  }

  async vote(how: 'approve' | 'deny'): Promise<void> {
    const id = this.pending.at(-1) ?? '';
    await this.told.safeai.approvals[how](APPROVER, ['*'], id, { note: 'as we agreed' });
  }

  /** The destructive call, decided on where the framework pauses, or else before it is made again. */
  decided(how: 'approve' | 'deny'): Promise<Conversed> {
    const decide = (): Promise<void> => this.vote(how);
    const end: ScriptedTurn = { pieces: ['All', ' done.'] };
    return this.driver.pause === 'native'
      ? this.converse([DELETE, end], { decide })
      : this.converse([DELETE, { ...DELETE, before: decide }, end], {
          users: ['Do it.', 'Go on.'],
        });
  }
}

function call(name: string, parameters: JsonObject, id = `call_${name}`) {
  return { id, name, arguments: parameters };
}

async function failed(running: Promise<unknown>): Promise<unknown> {
  try {
    await running;
  } catch (error) {
    return error;
  }
  return assert.fail('The run did not end with an error.');
}

const SCENARIOS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  'an allowed call runs, and the answer is the model’s': async (bench) => {
    const turns = [
      { calls: [call('send_note', { text: 'hello' })] },
      { pieces: ['It ', 'is sent.'] },
    ];
    const { answers, requests } = await bench.converse(turns);
    assert.deepEqual(bench.runs, [['send_note', { text: 'hello' }]]);
    assert.deepEqual(answers, ['It is sent.']);
    assert.equal(requests.length, 2);
  },

  'a secret in what the user says never reaches the model': async (bench) => {
    const { answers, requests } = await bench.converse([{ pieces: ['Thanks.'] }], {
      users: [`My key is ${KEY}`],
    });
    assert.deepEqual(requests, []);
    assert.match(answers.join(), /blocked by policy/i);
    assert.ok(!answers.join().includes(KEY));
  },

  'personal data is taken out of what the user says, also when it is sent again': async (bench) => {
    const turns = [{ calls: [call('lookup', { id: 7 })] }, { pieces: ['Done.'] }];
    const { requests } = await bench.converse(turns, { users: [`I am ${MAIL}`] });
    assert.equal(requests.length, 2);
    for (const request of requests) {
      assert.ok(!request.includes(MAIL));
      assert.ok(request.includes('I am [EMAIL_REDACTED]'));
    }
  },

  'personal data is taken out of parameters': async (bench) => {
    const turns = [{ calls: [call('send_note', { to: MAIL, n: 1 })] }, { pieces: ['Done.'] }];
    await bench.converse(turns);
    assert.deepEqual(bench.runs, [['send_note', { to: '[EMAIL_REDACTED]', n: 1 }]]);
  },

  'personal data is taken out of what a tool answered': async (bench) => {
    const turns = [{ calls: [call('lookup', { id: 7 })] }, { pieces: ['Found.'] }];
    const { requests } = await bench.converse(turns, { answers: { lookup: { mail: MAIL } } });
    assert.ok(!String(requests[1]).includes(MAIL));
    assert.ok(String(requests[1]).includes('[EMAIL_REDACTED]'));
  },

  'personal data is taken out of the answer': async (bench) => {
    const { answers } = await bench.converse([
      { pieces: ['Write to ', 'alice@exa', 'mple.com now.'] },
    ]);
    assert.deepEqual(answers, ['Write to [EMAIL_REDACTED] now.']);
  },

  'a secret that is split over pieces of the answer does not reach the user': async (bench) => {
    const pieces = ['The key is ', KEY.slice(0, 6), KEY.slice(6, 15), KEY.slice(15), ' so.'];
    const { answers } = await bench.converse([{ pieces }]);
    assert.ok(!answers.join().includes(KEY));
    assert.ok(!answers.join().includes(KEY.slice(6)));
  },

  'a blocked call does not run, and the model or the user reads why': async (bench) => {
    const turns = [{ calls: [call('bash', { command: 'rm -rf /' })] }, { pieces: ['I see.'] }];
    const { answers, requests } = await bench.converse(turns);
    assert.deepEqual(bench.runs, []);
    assert.match([...answers, ...requests.slice(1)].join(), /blocked by policy/i);
  },

  'a destructive call waits, is approved, and runs once': async (bench) => {
    const { answers } = await bench.decided('approve');
    assert.equal(bench.runs.length, 1);
    assert.equal(answers.at(-1), 'All done.');
  },

  'a destructive call that is denied does not run': async (bench) => {
    await bench.decided('deny');
    assert.deepEqual(bench.runs, []);
  },

  'a destructive call that is approved while it waits runs once': async (bench) => {
    let isVoted = false;
    const running = bench.converse([DELETE, { pieces: ['All done.'] }], {
      options: {
        approvalWaitMs: 20_000,
        onDecision: (_, { action }) => {
          if (action !== 'pending_approval' || isVoted) return;
          isVoted = true;
          setImmediate(() => void approveAll(bench.told.safeai));
        },
      },
      decide: () => Promise.resolve(),
    });
    const { answers } = await running;
    assert.equal(bench.runs.length, 1);
    assert.deepEqual(answers, ['All done.']);
  },

  'guard down, closed: the model is not asked and the run ends': async (bench) => {
    bench.told.fail();
    const error = await failed(bench.converse([{ pieces: ['Hello.'] }]));
    assert.ok(isGuardOutage(error), String(error));
  },

  'guard lost at the call, closed: nothing runs and the run ends': async (bench) => {
    const turn = { calls: [call('send_note', { text: 'a' })], before: bench.told.fail };
    const error = await failed(bench.converse([turn, { pieces: ['Done.'] }]));
    assert.ok(isGuardOutage(error), String(error));
    assert.deepEqual(bench.runs, []);
  },

  'guard lost while a tool runs, closed: the model does not read its answer, and the run ends':
    async (bench) => {
      const lookup = (): object => {
        bench.told.fail();
        return { mail: MAIL };
      };
      const turns = [{ calls: [call('lookup', { id: 7 })] }, { pieces: ['Done.'] }];
      const error = await failed(bench.converse(turns, { answers: { lookup } }));
      assert.ok(isGuardOutage(error), String(error));
    },

  'guard down, open: everything goes on, and somebody is told': async (bench) => {
    let outages = 0;
    bench.told.fail();
    const turns = [{ calls: [call('send_note', { text: 'a' })] }, { pieces: ['Do', 'ne.'] }];
    const { answers } = await bench.converse(turns, {
      options: { failMode: 'open', onOutage: () => (outages += 1) },
    });
    assert.deepEqual(bench.runs, [['send_note', { text: 'a' }]]);
    assert.deepEqual(answers, ['Done.']);
    assert.ok(outages > 0);
  },

  'calls that are made together each run once, with their own parameters': async (bench) => {
    const calls = [1, 2, 3].map((n) => call('send_note', { n, to: MAIL }, `call_${String(n)}`));
    await bench.converse([{ calls }, { pieces: ['Done.'] }]);
    const ran = bench.runs.map(([, parameters]) => parameters.n).sort();
    assert.deepEqual(ran, [1, 2, 3]);
    assert.ok(!JSON.stringify(bench.runs).includes(MAIL));
  },
};
