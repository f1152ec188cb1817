import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Alert } from '../alert.ts';
import { DeliveryError } from '../delivery/delivery-error.ts';
import { CHANNEL_TRAITS } from './channel-traits.ts';
import type { AlertChannel } from './channel.ts';
import { wireAlert } from './wire-alert.ts';

/** How alerts reach a file. */
export interface FileOptions {
  readonly path: string;
}

/** A file of JSON lines, readable by this user alone. Each line is on the disk once it is sent. */
export class FileAlertChannel implements AlertChannel {
  readonly type = 'file';
  readonly pages = CHANNEL_TRAITS.file.pages;
  readonly #path: string;
  /** One line after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ path }: FileOptions) {
    this.#path = path;
  }

  notes(): readonly string[] {
    return [];
  }

  send(alert: Alert): Promise<void> {
    const sent = this.#last.then(() => this.#append(`${JSON.stringify(wireAlert(alert))}\n`));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async close(): Promise<void> {
    await this.#last;
  }

  async #append(line: string): Promise<void> {
    const { O_APPEND, O_CREAT, O_RDWR } = constants;
    try {
      const file = await open(this.#path, O_APPEND | O_CREAT | O_RDWR, 0o600);
      try {
        const { size } = await file.stat();
        // A line that a crash has cut off must not run into this one.
        const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
        const isTorn = size > 0 && buffer.toString() !== '\n';
        await file.appendFile(isTorn ? `\n${line}` : line);
        await file.datasync();
      } finally {
        await file.close();
      }
    } catch (error) {
      const { code = 'unknown' } = error as { code?: string };
      throw new DeliveryError('unavailable', `file_${code.toLowerCase()}`);
    }
  }
}
