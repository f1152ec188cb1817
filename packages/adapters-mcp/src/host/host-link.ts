import type { JsonObject } from '@safeai/core';

/** What a host declared that it can be asked, as its messages say it. */
export interface HostAbilities {
  readonly roots?: JsonObject;
  readonly sampling?: JsonObject;
  readonly elicitation?: JsonObject;
}

/** The way from the server to a host. */
export interface HostLink {
  /** Tells the host something; what it cannot be told is lost. */
  notify(method: string, params: JsonObject): Promise<void>;
  /** Asks the host. */
  ask(method: string, params: JsonObject): Promise<JsonObject>;
}
