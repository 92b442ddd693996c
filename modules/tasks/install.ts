import { inject, injectable } from 'inversify';
import { Directory, Installer } from '../../core/api';

/** Colleagues keep tasks of their own. */
@injectable()
export class GiveTasksToColleagues extends Installer {
  constructor(@inject(Directory) private readonly directory: Directory) {
    super();
  }

  async install(): Promise<void> {
    const colleagues = await this.directory.builtIn('internal');
    for (const permission of ['tasks:use', 'tasks:createLists']) await this.directory.permit(permission, colleagues);
  }
}
