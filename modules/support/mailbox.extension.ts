import { injectable } from 'inversify';
import { reference, TypeExtension } from '../../core/api';
import { SupportMailbox } from './ticket.entity';

/** Which list the mail of an account is filed into. */
@injectable()
export class MailboxExtension extends TypeExtension {
  readonly extends = 'MailAccount';
  readonly entity = SupportMailbox;
  override readonly key = 'accountId';
  override readonly properties = { taskListId: reference('TaskList', { nullable: true }) };
}
