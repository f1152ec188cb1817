import { Runner, type Model, type ModelProvider, type ModelRequest } from '@openai/agents';

type Advise = NonNullable<Model['getRetryAdvice']>;

/** A model that is looked up when it is first asked, with the SDK's default provider if there is no other. */
export class NamedModel implements Model {
  readonly #name: string;
  readonly #provider: ModelProvider | undefined;
  #model: Promise<Model> | undefined;

  /** @param name empty: the provider's default */
  constructor(name: string, provider?: ModelProvider) {
    this.#name = name;
    this.#provider = provider;
  }

  async getResponse(request: ModelRequest): ReturnType<Model['getResponse']> {
    return (await this.#found()).getResponse(request);
  }

  async *getStreamedResponse(request: ModelRequest): ReturnType<Model['getStreamedResponse']> {
    yield* (await this.#found()).getStreamedResponse(request);
  }

  async getRetryAdvice(args: Parameters<Advise>[0]): Promise<Awaited<ReturnType<Advise>>> {
    return (await this.#found()).getRetryAdvice?.(args);
  }

  #found(): Promise<Model> {
    this.#model ??= this.#find();
    return this.#model;
  }

  async #find(): Promise<Model> {
    const provider = this.#provider ?? new Runner().config.modelProvider;
    return provider.getModel(this.#name === '' ? undefined : this.#name);
  }
}
