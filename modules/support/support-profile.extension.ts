import { inject, injectable } from 'inversify';
import { type Draft, Records, reference, SetError, seenReferences, TypeExtension, text } from '../../core/api';
import { OPENS_WITH, SupportProfile } from './support-profile.entity';
import { Tickets } from './tickets.service';

/** Longest signature, in characters. */
const LONGEST = 2000;

/** What everybody chooses in My account for their work on tickets. */
@injectable()
export class SupportProfileExtension extends TypeExtension {
  readonly extends = 'Profile';
  readonly entity = SupportProfile;
  override readonly key = 'principalId';
  override readonly properties = {
    signature: text({ nullable: true, max: LONGEST }),
    opensWith: { ...text({ oneOf: OPENS_WITH, default: 'all' }), format: (value: unknown) => value ?? 'all' },
    defaultTaskListId: reference('TaskList', {
      nullable: true,
      load: (rows, context) => seenReferences(this.records, 'TaskList', rows, 'defaultTaskListId', context),
    }),
  };

  constructor(
    @inject(Records) private readonly records: Records,
    @inject(Tickets) private readonly tickets: Tickets,
  ) {
    super();
  }

  override async saving(draft: Draft): Promise<void> {
    const { values } = draft;
    if (typeof values['signature'] === 'string') values['signature'] = values['signature'].trim() || null;
    const list = values['defaultTaskListId'];
    if (typeof list === 'number' && draft.changed('defaultTaskListId') && !(await this.tickets.list(list)))
      throw SetError.invalid('defaultTaskListId', 'is no ticket type');
  }
}
