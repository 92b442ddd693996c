import { Belongings, defineModule, PublicPage, SearchText } from '../../core/api';
import { MailHandler } from '../mail/api';
import { LegacyFileNames } from './attachment.names';
import { LegacyFiles } from './attachment.owner';
import { LegacyAttachments } from './attachments.service';
import { LegacyExpiryJob } from './expiry.job';
import { OpenTheCounter } from './install';
import { LegacyIntake } from './intake.handler';
import { LegacyLetters } from './letters.service';
import { LegacyAttachment, LegacyMessage } from './message.entity';
import { LegacyMessageType } from './message.type';
import { LegacyMessages } from './messages.service';
import { OpenLegacyTickets } from './open-tickets.belongings';
import { PublicThreads } from './public-thread.service';
import { LegacyRate } from './rate.entity';
import { LegacyRateType } from './rate.type';
import { ReadOnly } from './read-only.listener';
import { TicketsSettings } from './settings';
import { LegacyStatus, ShownStatus } from './status.entity';
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
    LegacyAttachment,
    LegacyMessage,
    LegacyRate,
    LegacyStatus,
    LegacyTemplate,
    LegacyTicket,
    LegacyType,
    LegacyTypeGroup,
    ShownStatus,
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
  jobs: [LegacyExpiryJob],
  services: [
    LegacyAttachments,
    LegacyLetters,
    LegacyMessages,
    LegacyStatuses,
    LegacyTickets,
    LegacyTypes,
    PublicThreads,
    TicketNumbers,
  ],
  blobOwners: [LegacyFiles],
  provides: [
    [Belongings, OpenLegacyTickets],
    [MailHandler, LegacyIntake],
    [PublicPage, TicketPage],
    [SearchText, LegacyFileNames],
  ],
  settings: TicketsSettings,
  install: OpenTheCounter,
});
