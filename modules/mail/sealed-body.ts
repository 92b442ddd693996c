import { inject, injectable } from 'inversify';
import { Problem, SecretKey } from '../../core/api';
import type { OutboxMessage } from './outbox-message.entity';

/** What a message says. */
export type Body = Pick<OutboxMessage, 'text' | 'html'>;

/** Bodies of messages that hold a secret: encrypted with the host's key, each for its own Message-ID. */
@injectable()
export class SealedBodies {
  constructor(@inject(SecretKey) private readonly secretKey: SecretKey) {}

  seal(messageId: string, body: Body): string {
    return this.secretKey.encrypt(place(messageId), JSON.stringify(body));
  }

  /** @throws Problem when it was forgotten meanwhile */
  open({ messageId, sealed }: Pick<OutboxMessage, 'messageId' | 'sealed'>): Body {
    if (sealed === null) throw new Problem('What the message said has expired');
    return JSON.parse(this.secretKey.decrypt(place(messageId), sealed)) as Body;
  }
}

function place(messageId: string): string {
  return `mail_outbox|${messageId}|body`;
}
