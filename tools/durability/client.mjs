import { Pool } from 'undici';

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A client that asks for all sorts of things until the server is gone, and keeps a note of every answer that it
 * got whole: decisions, values that were said to be remembered, approvals that were said to be used.
 */
export class Client {
  decisions = [];
  memory = new Map();
  /** Approval id → how often it was said to be used. */
  used = new Map();
  #pool;
  #name;
  #steps;

  /** @param firstStep what it counts from: no two clients of one name take the same step */
  constructor(url, name, firstStep = 0) {
    this.#pool = new Pool(url, { connections: 1 });
    this.#name = name;
    this.#steps = firstStep;
  }

  /** Ends when the server does. */
  async run() {
    const kinds = [
      () => this.#scan(),
      () => this.#remember(),
      () => this.#approve(),
      () => this.#guard(),
    ];
    try {
      for (;;) await kinds[this.#steps++ % kinds.length]();
    } catch (error) {
      if (error.code === 'UNEXPECTED') throw error;
    } finally {
      await this.#pool.destroy();
    }
  }

  async #scan() {
    const text = this.#steps % 3 === 0 ? 'token=sk-ABCDEF1234567890ABCDEF' : `step ${this.#steps}`;
    this.#note(await this.#post('/v1/scan/input', { text, agent_id: this.#name }));
  }

  async #guard() {
    const text = 'Write to alice@example.com.';
    this.#note(await this.#post('/v1/guard/output', { text, agent_id: this.#name }));
  }

  async #remember() {
    const value = `${this.#name}-${this.#steps}`;
    const request = { key: 'user_preference', value, agent_id: this.#name };
    const answer = await this.#post('/v1/memory/write', request);
    this.#note(answer);
    if (answer.ok) this.memory.set(this.#name, value);
  }

  async #approve() {
    const call = {
      phase: 'request',
      tool_name: 'database_query',
      parameters: { query: 'DELETE FROM users WHERE active = false' },
      agent_id: this.#name,
      session_id: `${this.#name}-${this.#steps}`,
    };
    const asked = await this.#post('/v1/intercept/tool', call);
    this.#note(asked);
    const id = asked.approval_request_id;
    if (id === undefined) throw unexpected(`asked for approval: ${JSON.stringify(asked)}`);
    await this.#post(`/v1/approvals/${id}/approve`, { approver_id: 'security-admin' });
    for (let attempt = 0; attempt < 2; attempt++) {
      const retried = await this.#post('/v1/intercept/tool', { ...call, approval_request_id: id });
      this.#note(retried);
      if (retried.decision.action === 'allow') this.used.set(id, (this.used.get(id) ?? 0) + 1);
    }
  }

  #note({ decision }) {
    this.decisions.push(decision.decision_id);
  }

  async #post(path, body) {
    const { statusCode, body: answer } = await this.#pool.request({
      method: 'POST',
      path,
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode === 200) return JSON.parse(text);
    throw unexpected(`${path} answered ${statusCode}: ${text}`);
  }
}

function unexpected(message) {
  return Object.assign(new Error(message), { code: 'UNEXPECTED' });
}
