import { defineModule } from '../../core/api';
import { MailHandler } from '../mail/api';
import { Answers } from './answers.service';
import { SupportCategory } from './category.extension';
import { TicketComment } from './comment.extension';
import { CustomerName } from './customer-name.listener';
import { SupportDemo } from './demo';
import { OpenTheDesk } from './install';
import { EvidenceOf } from './intake/evidence.service';
import { Intake } from './intake/intake.handler';
import { SupportList } from './list.extension';
import { MailboxExtension } from './mailbox.extension';
import { TicketDelivery } from './outbox.extension';
import { ReplyAddress } from './reply-address';
import { SupportSettings } from './settings';
import { Acknowledgement, Participant, SupportMailbox, Ticket } from './ticket.entity';
import { TicketExtension } from './ticket.extension';
import { Tickets } from './tickets.service';

export default defineModule({
  entities: [Acknowledgement, Participant, SupportMailbox, Ticket],
  settings: SupportSettings,
  extensions: [MailboxExtension, SupportCategory, SupportList, TicketComment, TicketDelivery, TicketExtension],
  listeners: [CustomerName],
  services: [Answers, EvidenceOf, ReplyAddress, Tickets],
  provides: [[MailHandler, Intake]],
  install: OpenTheDesk,
  demo: SupportDemo,
});
