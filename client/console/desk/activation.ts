import type { z } from 'zod';
import type { CardCounts } from '../../../core/contract/session.ts';
import type { CardSerial } from '../../../core/ids.ts';
import type { Result } from '../../../core/result.ts';
import type { Refusal } from '../../api/call.ts';

type Counts = z.output<typeof CardCounts>;
type Send = (serial: CardSerial, request: string) => Promise<Result<Counts, Refusal>>;

/**
 * Activates cards, each under a request id of its own. A serial whose reply was lost keeps its id until the server has answered, so
 * that scanning the card once more is the same request and not a second deputy's.
 */
export class Activations {
  private readonly open = new Map<CardSerial, string>();

  constructor(
    private readonly send: Send,
    private readonly newId: () => string,
  ) {}

  async activate(serial: CardSerial): Promise<Result<Counts, Refusal>> {
    const request = this.open.get(serial) ?? this.newId();
    this.open.set(serial, request);
    const answer = await this.send(serial, request);
    if (answer.ok || (answer.error.code !== 'offline' && answer.error.status < 500)) this.open.delete(serial);
    return answer;
  }
}
