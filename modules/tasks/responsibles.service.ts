import { inject, injectable } from 'inversify';
import { Directory, type Draft, Level, SetError, Sharing } from '../../core/api';
import { TaskLists } from './task-lists.service';

/** Who may be responsible for a task of a plain list: whoever may read it. Other lists are ruled by their modules. */
@injectable()
export class Responsibles {
  constructor(
    @inject(TaskLists) private readonly lists: TaskLists,
    @inject(Directory) private readonly directory: Directory,
    @inject(Sharing) private readonly sharing: Sharing,
  ) {}

  /**
   * A task that moves to where its responsible may not read is nobody's.
   * @throws SetError naming `responsibleId` for somebody new who may not read the list
   */
  async saving(draft: Draft): Promise<void> {
    const { values, actor } = draft;
    const id = values['responsibleId'];
    const isChosen = draft.changed('responsibleId');
    if (!actor || typeof id !== 'number' || !(isChosen || draft.changed('taskListId'))) return;
    const list = await this.lists.of(Number(values['taskListId']));
    if (list.role !== 'list') return;
    const person = await this.directory.contextOf(id);
    if (person && (await this.sharing.levelOn(list.aclId, person)) >= Level.read) return;
    if (isChosen) throw SetError.invalid('responsibleId', 'may not read this list');
    values['responsibleId'] = null;
  }
}
