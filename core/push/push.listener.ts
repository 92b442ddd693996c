import { inject, injectable } from 'inversify';
import type { Row } from '../jmap/property';
import { RecordListener } from '../jmap/record-listener';
import { PushSubscriptions } from './push-subscriptions.service';

/** Ends push subscriptions with the session or app password that made them (RFC 8620 §7.2). */
@injectable()
export class PushListener extends RecordListener {
  constructor(@inject(PushSubscriptions) private readonly subscriptions: PushSubscriptions) {
    super();
  }

  override async destroying(type: string, row: Row): Promise<void> {
    if (type === 'LoginSession' || type === 'AppPassword')
      await this.subscriptions.endOf(Number(row['userId']), row.id);
  }
}
