import {
  Belongings,
  defineModule,
  FilterSharing,
  NotificationGate,
  NotificationKind,
  PublicPage,
  SearchText,
} from '../../core/api';
import { MailHandler } from '../mail/api';
import { Answers } from './answers.service';
import { CannedRepliesOfList } from './canned-replies.dependent';
import { CannedReply, CannedReplyList } from './canned-reply.entity';
import { CannedReplyType } from './canned-reply.type';
import { CannedReplyLists } from './canned-reply-lists.service';
import { SupportCategory } from './category.extension';
import { TicketComment } from './comment.extension';
import { CustomersJoin } from './customer-group.listener';
import { CustomerGroup } from './customer-group.service';
import { CustomerName } from './customer-name.listener';
import { Customers } from './customers.service';
import { SupportDemo } from './demo';
import { ExpiringTickets } from './expiry/expiring.service';
import { ExpiryJob } from './expiry/expiry.job';
import { Expiry } from './expiry/expiry.service';
import { PreviewExpiry } from './expiry/preview.method';
import { SupportGrouping } from './grouping.extension';
import { History } from './history/history.method';
import { TicketHistory } from './history/ticket-history.service';
import { OpenTheDesk } from './install';
import { EvidenceOf } from './intake/evidence.service';
import { Intake } from './intake/intake.handler';
import { LegacyEvent, LegacyTicket, LegacyWork } from './legacy/legacy.entity';
import { LegacyNumberTexts } from './legacy/legacy-number.texts';
import { LegacyNumbers } from './legacy/legacy-numbers.service';
import { LegacyThreads } from './legacy/legacy-threads.service';
import { LegacyTicketPage } from './legacy/legacy-ticket.page';
import { WorkOfTicket } from './legacy/ticket-work.dependent';
import { TicketWorkType } from './legacy/ticket-work.type';
import { CustomerLetters } from './letters/customer-letters.service';
import { LetterSettings } from './letters/letter-settings';
import { PreviewLetters } from './letters/preview.method';
import { SupportList } from './list.extension';
import { MailboxExtension } from './mailbox.extension';
import { MergedCc } from './merged-cc.service';
import { NewTicketsOf } from './new-tickets.belongings';
import { DueJob } from './news/due.job';
import { Assigned, ColleagueWrote, CustomerAnswered, NewTicket, TicketDue } from './news/kinds';
import { SupportMailGate } from './news/mail.gate';
import { TicketNews } from './news/ticket-news.service';
import { TicketDelivery } from './outbox.extension';
import { Outgoing } from './outgoing.method';
import { Attend } from './presence/attend.method';
import { EndPresences } from './presence/end-presences.daemon';
import { Presence } from './presence/presence.entity';
import { Presences } from './presence/presences.service';
import { MarkRead } from './reading/mark-read.method';
import { RaiseFloors } from './reading/raise-floors.job';
import { ReadFloor, ReadMark } from './reading/read-mark.entity';
import { ReadMarksGo } from './reading/read-marks.listener';
import { ReadMarks } from './reading/read-marks.service';
import { ReplyAddress } from './reply-address';
import { SeenByCustomer } from './seen-by-customer.method';
import { SupportSettings } from './settings';
import { SupportStatus } from './status.extension';
import { SupportProfile } from './support-profile.entity';
import { SupportProfileExtension } from './support-profile.extension';
import { SupportProfilesGo } from './support-profile.listener';
import { ThreadFacts } from './thread-facts.service';
import { Acknowledgement, MergedFollower, Participant, SupportMailbox, Ticket } from './ticket.entity';
import { TicketExtension } from './ticket.extension';
import { TicketFilters } from './ticket-filters.sharing';
import { TicketType } from './ticket-type.entity';
import { Tickets } from './tickets.service';
import { WatchedTickets } from './watched-tickets.belongings';
import { Reminder, Watcher } from './watcher.entity';
import { Watchers } from './watchers.service';

export default defineModule({
  entities: [
    Acknowledgement,
    CannedReply,
    CannedReplyList,
    LegacyEvent,
    LegacyTicket,
    LegacyWork,
    MergedFollower,
    Participant,
    Presence,
    ReadFloor,
    ReadMark,
    Reminder,
    SupportMailbox,
    SupportProfile,
    Ticket,
    TicketType,
    Watcher,
  ],
  types: [CannedReplyType, TicketWorkType],
  dependents: [CannedRepliesOfList, WorkOfTicket],
  settings: [SupportSettings, LetterSettings],
  extensions: [
    MailboxExtension,
    SupportCategory,
    SupportGrouping,
    SupportList,
    SupportProfileExtension,
    SupportStatus,
    TicketComment,
    TicketDelivery,
    TicketExtension,
  ],
  listeners: [CustomerName, CustomersJoin, ReadMarksGo, SupportProfilesGo],
  methods: [Attend, History, MarkRead, Outgoing, PreviewExpiry, PreviewLetters, SeenByCustomer],
  services: [
    Answers,
    CannedReplyLists,
    CustomerGroup,
    CustomerLetters,
    Customers,
    EvidenceOf,
    ExpiringTickets,
    Expiry,
    LegacyNumbers,
    LegacyThreads,
    MergedCc,
    Presences,
    ReadMarks,
    ReplyAddress,
    ThreadFacts,
    TicketHistory,
    TicketNews,
    Tickets,
    Watchers,
  ],
  jobs: [DueJob, ExpiryJob, RaiseFloors],
  daemons: [EndPresences],
  provides: [
    [Belongings, NewTicketsOf],
    [Belongings, WatchedTickets],
    [FilterSharing, TicketFilters],
    [MailHandler, Intake],
    [NotificationGate, SupportMailGate],
    [NotificationKind, Assigned],
    [NotificationKind, ColleagueWrote],
    [NotificationKind, CustomerAnswered],
    [NotificationKind, NewTicket],
    [NotificationKind, TicketDue],
    [PublicPage, LegacyTicketPage],
    [SearchText, LegacyNumberTexts],
  ],
  install: OpenTheDesk,
  demo: SupportDemo,
});
