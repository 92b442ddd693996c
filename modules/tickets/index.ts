import { defineModule, PublicPage } from '../../core/api';
import { MailHandler } from '../mail/api';
import { OpenTheCounter } from './install';
import { LegacyIntake } from './intake.handler';
import { LegacyLetters } from './letters.service';
import { LegacyMessage } from './message.entity';
import { LegacyMessageType } from './message.type';
import { LegacyMessages } from './messages.service';
import { PublicThreads } from './public-thread.service';
import { LegacyRate } from './rate.entity';
import { LegacyRateType } from './rate.type';
import { ReadOnly } from './read-only.listener';
import { TicketsSettings } from './settings';
import { LegacyStatus } from './status.entity';
import { LegacyStatusType } from './status.type';
import { LegacyStatuses } from './statuses.service';
import { LegacyTemplate } from './template.entity';
import { LegacyTemplateType } from './template.type';
import { LegacyThread } from './thread.dependent';
import { LegacyTicket, TicketSequence } from './ticket.entity';
import { TicketPage } from './ticket.page';
import { LegacyTicketType } from './ticket.type';
import { TicketNumbers } from './ticket-numbers.service';
import { LegacyTickets } from './tickets.service';
import { LegacyType, LegacyTypeGroup } from './type.entity';
import { ManagedTypes } from './type.extension';
import { LegacyTypeType } from './type.type';
import { LegacyTypeGroupType } from './type-group.type';
import { LegacyTypes } from './types.service';

export default defineModule({
  entities: [
    LegacyMessage,
    LegacyRate,
    LegacyStatus,
    LegacyTemplate,
    LegacyTicket,
    LegacyType,
    LegacyTypeGroup,
    TicketSequence,
  ],
  types: [
    LegacyMessageType,
    LegacyRateType,
    LegacyStatusType,
    LegacyTemplateType,
    LegacyTicketType,
    LegacyTypeGroupType,
    LegacyTypeType,
  ],
  extensions: [ManagedTypes],
  dependents: [LegacyThread],
  listeners: [ReadOnly],
  services: [LegacyLetters, LegacyMessages, LegacyStatuses, LegacyTickets, LegacyTypes, PublicThreads, TicketNumbers],
  provides: [
    [MailHandler, LegacyIntake],
    [PublicPage, TicketPage],
  ],
  settings: TicketsSettings,
  install: OpenTheCounter,
});
