import { Entity, GivenId, OptionalInt, OptionalText } from '../../core/api';

/** What makes a task list a ticket type, where that was said. */
@Entity('support_ticket_type')
export class TicketType {
  @GivenId() taskListId!: number;
  /** Under which name its mails leave; null: the list's own. */
  @OptionalText() senderName!: string | null;
  /** Principal to whom its new tickets are given; null: nobody. */
  @OptionalInt() defaultResponsibleId!: number | null;
}
