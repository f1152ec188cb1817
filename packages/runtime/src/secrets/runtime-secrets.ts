import type { LoadedConfig, SecretValue } from '@safeai/config';
import type { CallContext, SafeAI, Secret } from '@safeai/core';
import type { SecretsStatus } from '@safeai/secrets';
import type { PartHealth } from '../runtime.ts';
import type { Storage } from '../storage/storage.ts';
import { resolveForAgent, type AgentSecretsParts } from './agent-secrets.ts';
import type { ConfiguredSecrets, NextSecrets } from './configured-secrets.ts';
import { KeyRotation } from './key-rotation.ts';
import type { AgentSecretRequest, SecretAccess } from './secret-access.ts';
import { SecretNews } from './secret-news.ts';

/** What the secrets of a running SafeAI work with. */
export interface RuntimeSecretsParts {
  readonly boundary: AgentSecretsParts['boundary'] & Pick<SafeAI, 'replaceExact'>;
  readonly storage: Pick<Storage, 'onSecretNotice' | 'useMemoryKeys'>;
}

const UNTOLD = (): void => undefined;

/** The secrets of a running SafeAI: what they stand for, and who hears what becomes of them. */
export class RuntimeSecrets implements SecretAccess {
  readonly #configured: ConfiguredSecrets;
  readonly #parts: RuntimeSecretsParts;
  readonly #news: SecretNews;
  readonly #keys: KeyRotation;

  constructor(configured: ConfiguredSecrets, parts: RuntimeSecretsParts) {
    const { boundary, storage } = parts;
    const { onSecretNotice: onNotice = UNTOLD, useMemoryKeys } = storage;
    this.#configured = configured;
    this.#parts = parts;
    this.#news = new SecretNews({ boundary, status: () => configured.status(), onNotice });
    this.#keys = new KeyRotation({ loaded: () => configured.resolved, useMemoryKeys, onNotice });
    configured.listen({
      guard: (values) => {
        boundary.replaceExact(values);
      },
      rotated: (rotation) => {
        this.#news.rotated(rotation);
        this.#keys.rotated(rotation.reference);
      },
      alarm: (alarm) => {
        this.#news.alarm(alarm);
      },
    });
  }

  get defaultBackend(): string {
    return this.#configured.defaultBackend;
  }

  of(value: SecretValue): string | undefined {
    return this.#configured.of(value);
  }

  refused(value: SecretValue, used: string): Promise<boolean> {
    return this.#configured.refused(value, used);
  }

  status(): SecretsStatus {
    return this.#configured.status();
  }

  check(): Promise<SecretsStatus> {
    return this.#configured.check();
  }

  resolve(request: AgentSecretRequest, call?: CallContext): Promise<Secret> {
    const { boundary } = this.#parts;
    return resolveForAgent({ boundary, secrets: this.#configured }, request, call);
  }

  /** Reads the secrets of another configuration. @throws ConfigError (as a rejection) */
  prepare(loaded: LoadedConfig): Promise<NextSecrets> {
    return this.#configured.prepare(loaded);
  }

  /** What a restart will change, for who reloads. */
  warnings(): string[] {
    return this.#keys.warnings();
  }

  health(): PartHealth {
    return this.#configured.health();
  }

  /** Reads what is due. Never rejects. */
  sweep(): Promise<void> {
    return this.#configured.sweep();
  }

  /** Once what was told is on record. Idempotent. */
  async close(): Promise<void> {
    await this.#configured.close();
    await Promise.all([this.#news.settled(), this.#keys.settled()]);
  }
}
