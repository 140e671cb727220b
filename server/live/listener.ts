import pg from 'pg';
import { clientConfig, type DatabaseAddress } from '../database/pool.ts';

export interface ListenerOptions {
  readonly address: DatabaseAddress;
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  /** Listening again after a gap, in which anything may have been missed. */
  readonly onGap: () => void;
  readonly onError: (error: Error) => void;
}

/** A connection that shows no life for this long is taken for dead, for a cable pulled out says nothing. */
const CHECK_EVERY = 15_000;
const ANSWER_WITHIN = 5_000;

/** One dedicated connection that LISTENs, and connects again for as long as it takes. */
export class Listener {
  private client: pg.Client | undefined;
  private closed = false;
  private check: NodeJS.Timeout | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ListenerOptions) {}

  /** Listens for the first time. @throws when the database cannot be reached. */
  async start(): Promise<void> {
    await this.connect();
    this.check = setInterval(() => void this.probe(), CHECK_EVERY);
    this.check.unref();
  }

  /** Sends on the same channel, outside any transaction. False while there is no connection. */
  async notify(payload: string): Promise<boolean> {
    try {
      if (!this.client) return false;
      await this.ask(this.client, 'select pg_notify($1, $2)', [this.options.channel, payload]);
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.check);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...clientConfig(this.options.address),
      application_name: 'piaojue live',
      connectionTimeoutMillis: ANSWER_WITHIN,
    });
    client.on('error', this.options.onError);
    client.on('notification', (message) => message.payload && this.options.onMessage(message.payload));
    try {
      await client.connect();
      await client.query(`listen ${this.options.channel}`);
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    if (this.closed) return void (await client.end());
    this.client = client;
    client.once('end', () => void this.reconnect(client));
  }

  private async reconnect(lost: pg.Client): Promise<void> {
    if (this.closed || this.client !== lost) return;
    this.client = undefined;
    for (let wait = 100; !this.closed; wait = Math.min(wait * 2, 5_000)) {
      try {
        await this.connect();
        if (!this.closed) this.options.onGap();
        return;
      } catch (error) {
        this.options.onError(error as Error);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /** One question after the other: a connection is no queue. */
  private ask(client: pg.Client, text: string, values: string[] = []): Promise<unknown> {
    const answer = this.queue.then(() => client.query(text, values));
    this.queue = answer.catch(() => {});
    return answer;
  }

  private async probe(): Promise<void> {
    const client = this.client;
    if (!client) return;
    const timer = setTimeout(() => destroy(client), ANSWER_WITHIN);
    await this.ask(client, 'select 1').catch(() => {});
    clearTimeout(timer);
  }
}

/** pg has no way to give up a connection that does not answer. */
function destroy(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
