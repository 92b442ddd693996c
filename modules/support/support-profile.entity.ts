import { Entity, GivenId, OptionalInt, OptionalLongText, OptionalText } from '../../core/api';

/** What the list of tickets shows whoever opens Support: all that is open, what was chosen last, or one ticket type. */
export const OPENS_WITH = ['all', 'last', 'list'] as const;

/** What somebody has chosen for their work on tickets. */
@Entity('support_profile')
export class SupportProfile {
  @GivenId() principalId!: number;
  /** What stands under their answers in mails. */
  @OptionalLongText() signature!: string | null;
  /** null: all. */
  @OptionalText(10) opensWith!: (typeof OPENS_WITH)[number] | null;
  /** The type of their new tickets, and of those that are shown at first if `opensWith` says so. */
  @OptionalInt() defaultTaskListId!: number | null;
}
