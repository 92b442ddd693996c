import type { ReactiveControllerHost } from 'lit';
import { RecordController, store } from '../../../core/ui/api';
import type { Task, TicketTypes } from '../../support/ui/api';

/** True for requests of the caller, be it as customer or in the CC; others are there for the organisation. */
export function isOwn({ customerId, cc }: Task): boolean {
  const { id, email } = store().session.capabilities['urn:groupware:core'].user;
  return customerId === id || (cc ?? []).includes(email);
}

/** Where the caller reads requests of colleagues, for a Lit element. */
export class Colleagues {
  private readonly profile: RecordController<'Profile'>;

  constructor(
    host: ReactiveControllerHost,
    private readonly types: TicketTypes,
  ) {
    this.profile = new RecordController(host, 'Profile', () => 'singleton');
  }

  /** Of which the caller is; empty for none. */
  get organisation(): string {
    return this.profile.record?.organisation ?? '';
  }

  /** True if some type of request is read by the people of one organisation, and the caller is of one. */
  get areShown(): boolean {
    return this.organisation !== '' && this.types.all.some((type) => type.isSharedInOrganisation);
  }
}
