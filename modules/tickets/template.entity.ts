import { Bool, Entity, Id, LongText, SortKey, Text } from '../../core/api';

/** For what a template is used of its own accord: the five flags of the legacy table. */
export const TEMPLATE_KINDS = [
  'defaultTemplate',
  'autoreply',
  'ticketCreatedForClient',
  'ticketMailForAgent',
  'ticketClaimNotification',
] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** Text of a mail (`ti_templates`), with tags such as `{MESSAGE}`. A kind that no template has is not mailed. */
@Entity('tickets_template')
export class LegacyTemplate {
  @Id() id!: number;
  @Text(100) name!: string;
  @SortKey('name') nameKey!: string | null;
  @LongText() content!: string;
  /** What agents answer, unless they choose another. */
  @Bool() defaultTemplate!: boolean;
  /** To a customer who has filed a ticket. */
  @Bool() autoreply!: boolean;
  /** To a customer for whom an agent has made one. */
  @Bool() ticketCreatedForClient!: boolean;
  /** To the addresses that a type tells of new tickets. */
  @Bool() ticketMailForAgent!: boolean;
  /** To a customer whose ticket somebody takes on. */
  @Bool() ticketClaimNotification!: boolean;
}
